/** How a person begins. */
export type Way = 'example' | 'join' | 'found';
