// Draws every page of a service, one after the other, and sends what axe found on them when all are seen.
(function () {
  'use strict'
  const area = document.querySelector('[data-axe]')
  if (!area) return
  const one = selector => area.querySelector(selector)
  const pages = Array.from(area.querySelectorAll('[data-axe-page]'))
  const begin = one('[data-axe-begin]')
  const status = one('[data-axe-status]')
  const PATIENCE = 60000

  function look (page) {
    return new Promise((resolve, reject) => {
      const frame = document.createElement('iframe')
      frame.title = one('[data-axe-frame]').dataset.title
      const end = (act, value) => {
        clearTimeout(waiting)
        window.removeEventListener('message', hear)
        frame.remove()
        act(value)
      }
      const hear = event => {
        if (event.origin !== window.location.origin || event.source !== frame.contentWindow) return
        if (event.data.failed) end(reject)
        else end(resolve, event.data)
      }
      const waiting = setTimeout(() => end(reject), PATIENCE)
      window.addEventListener('message', hear)
      frame.src = page.dataset.url
      one('[data-axe-frame]').append(frame)
    })
  }

  async function lookAtAll () {
    const found = { axe: '', pages: [] }
    for (const [index, page] of pages.entries()) {
      status.textContent = `${status.dataset.words} ${page.textContent}`
      const { axe, violations } = await look(page)
      found.axe = axe
      found.pages.push({ language: page.dataset.language, id: page.dataset.axePage, way: page.dataset.way, violations })
      one('[data-axe-progress]').value = index + 1
    }
    return found
  }

  begin.addEventListener('click', () => {
    begin.setAttribute('aria-busy', 'true')
    begin.disabled = true
    one('[data-axe-going]').hidden = false
    lookAtAll().then(found => {
      one('input[name="found"]').value = JSON.stringify(found)
      one('[data-axe-form]').submit()
    }, () => {
      status.textContent = status.dataset.failed
      begin.disabled = false
      begin.removeAttribute('aria-busy')
    })
  })
})()
