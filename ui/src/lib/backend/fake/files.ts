/** What the sample community is kept in. */
import type { KeptFile } from '../generated/types';

const HOME = '/home/amara/.local/share/hearth';

export const KEPT_FILES: KeptFile[] = [
  { path: `${HOME}/communities/9f2c/store.db`, size: 1_204_224, purpose: 'community' },
  { path: `${HOME}/communities/9f2c/index`, size: 310_112, purpose: 'index' },
  { path: `${HOME}/keys/41aa.key`, size: 64, purpose: 'key' },
  { path: `${HOME}/config.json`, size: 212, purpose: 'settings' },
];
