// Runs before the first paint: the last theme chosen here, so that the window never flashes.
// The choice itself lives with the engine; lib/state/theme.svelte.ts applies it once known.
(function () {
  var chosen = null;
  try {
    chosen = localStorage.getItem('hearth.theme');
  } catch {
    // Storage may be closed to the page; the desktop's own theme then stands.
  }
  var wants = function (query) {
    return window.matchMedia(query).matches;
  };
  var system = wants('(prefers-color-scheme: dark)') ? 'dark' : 'light';
  if (wants('(prefers-contrast: more)')) system = 'hc-' + system;
  var known = ['light', 'dark', 'hc-light', 'hc-dark'];
  document.documentElement.dataset.theme = known.includes(chosen) ? chosen : system;
})();
