/** What the sample community is kept in. */
import type { BackupRow, KeptFile } from '../generated/types';

const HOME = '/home/amara/.local/share/hearth';

export const KEPT_FILES: KeptFile[] = [
  { path: `${HOME}/communities/9f2c/store.db`, size: 1_204_224, purpose: 'community' },
  { path: `${HOME}/communities/9f2c/index`, size: 310_112, purpose: 'index' },
  { path: `${HOME}/keys/41aa.key`, size: 64, purpose: 'key' },
  { path: `${HOME}/config.json`, size: 212, purpose: 'settings' },
];

const NOON = Date.UTC(2026, 10, 22, 12);

export const SAMPLE_BACKUPS: BackupRow[] = [
  { name: '2026-11-22T120000Z-daily.db', atMs: NOON, occasion: 'daily', size: 910_336 },
  {
    name: '2026-11-20T081500Z-before-bring-in.db',
    atMs: NOON - 186_300_000,
    occasion: 'bringIn',
    size: 880_640,
  },
];
