/// <reference types="svelte" />
/// <reference types="vite/client" />

/** True only in builds that carry the sample community instead of an engine. */
declare const __SAMPLE__: boolean;
