// Runs before the first paint, so that a page from the cache has this reader's colours too.
(function () {
  var root = document.documentElement
  root.setAttribute('data-scripts', '')
  var found = /(?:^|; )dygn_look=([a-z]+)\.([a-z]+)\.([a-z]+)/.exec(document.cookie)
  if (!found) return
  root.setAttribute('data-color-scheme', found[1])
  root.setAttribute('data-contrast', found[2])
  root.setAttribute('data-density', found[3])
})()
