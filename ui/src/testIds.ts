/** Names by which window tests find what has no better name. Everything else is found by role. */
export const testIds = {
  theme: 'theme',
  saveState: 'save-state',
  recoveryWords: 'recovery-words',
  plan: 'plan',
  results: 'results',
  lessonBody: 'lesson-body',
} as const;
