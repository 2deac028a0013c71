import { svelte } from '@sveltejs/vite-plugin-svelte';
import { svelteTesting } from '@testing-library/svelte/vite';
import { defineConfig } from 'vitest/config';

/** The policy of the shipped window; `npm run preview` serves the page under the same rules. */
const policy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' hearth-blob: http://hearth-blob.localhost",
  "font-src 'self'",
  "connect-src 'self' ipc: http://ipc.localhost",
  "object-src 'none'",
  "frame-src 'none'",
  "base-uri 'none'",
  "form-action 'none'",
].join('; ');

const sample = process.env['VITE_BACKEND'] === 'fake';

export default defineConfig({
  plugins: [svelte(), svelteTesting()],
  // Constant at build time, so that the sample community is not even in the shipped files.
  define: { __SAMPLE__: JSON.stringify(sample) },
  build: {
    target: 'es2022',
    outDir: sample ? 'dist-sample' : 'dist',
    emptyOutDir: true,
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
  },
  server: { port: 5173, strictPort: true },
  preview: { headers: { 'Content-Security-Policy': policy } },
  test: {
    environment: 'jsdom',
    setupFiles: ['tests/setup.ts'],
    include: ['tests/**/*.test.ts'],
    restoreMocks: true,
    // Whole windows in jsdom, on machines that do other work as well.
    testTimeout: 30_000,
  },
});
