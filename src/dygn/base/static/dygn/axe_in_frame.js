// Within a page of a service that staff have drawn: axe looks at it and tells the page around it.
(function () {
  'use strict'
  if (window.parent === window || !window.axe) return
  const tell = said => window.parent.postMessage(said, window.location.origin)

  function short (violation) {
    return {
      id: violation.id,
      help: violation.help,
      impact: violation.impact || '',
      count: violation.nodes.length,
      where: violation.nodes.slice(0, 5).map(node => node.target.join(' ').slice(0, 300))
    }
  }

  function look () {
    window.axe.run(document, { resultTypes: ['violations'] })
      .then(found => tell({ axe: window.axe.version, violations: found.violations.map(short) }))
      .catch(() => tell({ failed: true }))
  }

  if (document.readyState === 'complete') look()
  else window.addEventListener('load', look)
})()
