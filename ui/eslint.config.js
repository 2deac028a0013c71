import svelte from 'eslint-plugin-svelte';
import ts from 'typescript-eslint';
import svelteConfig from './svelte.config.js';

/** Files that may name the window shell, and no others. */
const shellOnly = ['src/lib/backend/tauri.ts'];

const noTauri = {
  group: ['@tauri-apps/*'],
  message: 'Only lib/backend/tauri.ts talks to the shell.',
};
const noPrimitives = {
  group: ['@lucide/*'],
  message: 'Only lib/ui imports primitive libraries.',
};

export default ts.config(
  { ignores: ['dist/', 'dist-sample/', 'node_modules/', 'src/lib/backend/generated/'] },
  ...ts.configs.strict,
  ...svelte.configs.recommended,
  {
    files: ['**/*.svelte', '**/*.svelte.ts'],
    languageOptions: {
      parserOptions: { parser: ts.parser, extraFileExtensions: ['.svelte'], svelteConfig },
    },
  },
  {
    rules: {
      'svelte/no-at-html-tags': 'error',
      'svelte/require-each-key': 'error',
      'svelte/no-inline-styles': ['error', { allowTransitions: false }],
      '@typescript-eslint/no-explicit-any': 'error',
      'no-restricted-properties': [
        'error',
        { property: 'innerHTML', message: 'Text reaches the page as nodes only.' },
        { property: 'outerHTML', message: 'Text reaches the page as nodes only.' },
        { property: 'insertAdjacentHTML', message: 'Text reaches the page as nodes only.' },
      ],
      'no-restricted-imports': ['error', { patterns: [noTauri, noPrimitives] }],
    },
  },
  {
    files: shellOnly,
    rules: { 'no-restricted-imports': ['error', { patterns: [noPrimitives] }] },
  },
  {
    files: ['src/lib/ui/**'],
    rules: { 'no-restricted-imports': ['error', { patterns: [noTauri] }] },
  },
);
