// Makes smoother what works without: nothing here is needed to use a page.
(function () {
  'use strict'
  const one = (selector, within) => (within || document).querySelector(selector)
  const all = (selector, within) => Array.from((within || document).querySelectorAll(selector))
  const root = document.documentElement

  // ---- Errors: the summary takes the focus, its links the field --------------------------------
  function focusErrors () {
    const summary = one('#error-summary')
    if (summary) summary.focus()
  }

  function followErrorLink (event) {
    const link = event.target.closest('#error-summary a[href^="#"]')
    const field = link && document.getElementById(link.getAttribute('href').slice(1))
    if (!field) return
    event.preventDefault()
    const input = field.matches('input, select, textarea, button') ? field : one('input, select, textarea', field) || field
    input.scrollIntoView({ block: 'center' })
    input.focus()
  }

  // ---- Sending: the second click of a double click does nothing --------------------------------
  function guardDoubleSend (event) {
    const form = event.target
    if (event.defaultPrevented || form.method !== 'post' || form.matches('[data-look-switch], [hx-post]')) return
    if (form.hasAttribute('data-sent')) { event.preventDefault(); return }
    form.setAttribute('data-sent', '')
    if (event.submitter) event.submitter.setAttribute('aria-busy', 'true')
    setTimeout(() => release(form), 8000)
  }

  function release (form) {
    form.removeAttribute('data-sent')
    all('[aria-busy]', form).forEach(button => button.removeAttribute('aria-busy'))
  }

  // ---- Files: sent one by one, with progress ----------------------------------------------------
  function watchUploads () {
    all('[data-upload]').forEach(area => {
      const input = one('input[type="file"]', area)
      if (!input) return
      input.addEventListener('change', () => sendFiles(area, input))
      area.addEventListener('dragover', event => { event.preventDefault(); area.setAttribute('data-over', '') })
      area.addEventListener('dragleave', () => area.removeAttribute('data-over'))
      area.addEventListener('drop', event => {
        event.preventDefault()
        area.removeAttribute('data-over')
        input.files = event.dataTransfer.files
        sendFiles(area, input)
      })
    })
  }

  // The form is posted as it would be without scripts; only the progress is seen.
  function sendFiles (area, input) {
    if (!input.files.length) return
    const form = input.form
    const request = new XMLHttpRequest()
    const bar = progressBar(area, input.files[0].name)
    request.upload.addEventListener('progress', event => {
      if (event.lengthComputable) bar.value = Math.round(100 * event.loaded / event.total)
    })
    request.addEventListener('load', () => showAnswer(request, area))
    request.addEventListener('error', () => { bar.parentNode.remove(); say(area, area.dataset.failed || '') })
    request.open('POST', area.dataset.upload || form.action)
    request.setRequestHeader('X-Requested-With', 'XMLHttpRequest')
    const data = new FormData(form)
    if (area.dataset.uploadName) data.append(area.dataset.uploadName, '1')
    request.send(data)
  }

  function progressBar (area, name) {
    const line = document.createElement('p')
    const bar = document.createElement('progress')
    bar.max = 100
    bar.value = 0
    bar.setAttribute('aria-label', name)
    line.append(name, bar)
    area.append(line)
    return bar
  }

  // The answer is the page again: take its main part, so the list of files and any error are shown.
  function showAnswer (request, area) {
    const page = new DOMParser().parseFromString(request.responseText, 'text/html')
    const main = one('main', page)
    if (!main) { location.reload(); return }
    one('main').replaceWith(document.adoptNode(main))
    if (request.responseURL) history.replaceState(null, '', request.responseURL)
    document.title = page.title
    ready()
    const input = area.id && document.getElementById(area.id)
    if (!one('#error-summary') && input) one('input', input)?.focus()
  }

  function say (area, text) {
    const line = document.createElement('p')
    line.setAttribute('role', 'alert')
    line.className = 'ds-validation-message'
    line.textContent = text
    area.append(line)
  }

  // ---- Session: warned two minutes before, and one press stays --------------------------------------
  function watchSession () {
    const seconds = Number(document.body.dataset.sessionEndsIn)
    const warning = one('#session-warning')
    if (!seconds || !warning) return
    setTimeout(() => { warning.hidden = false; one('[data-stay]', warning).focus() }, Math.max(seconds - 120, 5) * 1000)
    one('[data-stay]', warning).addEventListener('click', async () => {
      await fetch(location.href, { credentials: 'same-origin' })
      warning.hidden = true
      watchSessionAgain()
    }, { once: true })
  }
  function watchSessionAgain () { watchSession() }

  // ---- Look: at once, and remembered ------------------------------------------------------------------
  const LOOK = { scheme: 'data-color-scheme', contrast: 'data-contrast', density: 'data-density' }

  function switchLook (event) {
    const form = event.target.closest('[data-look-switch]')
    const button = event.submitter
    if (!form || !button) return
    event.preventDefault()
    const now = root.getAttribute(LOOK[button.name])
    const other = { more: 'normal', normal: 'more', dense: 'comfortable', comfortable: 'dense' }
    root.setAttribute(LOOK[button.name], button.name === 'scheme' ? button.value : other[now] || button.value)
    const look = Object.values(LOOK).map(name => root.getAttribute(name)).join('.')
    document.cookie = `dygn_look=${look}; path=/; max-age=31536000; samesite=lax${location.protocol === 'https:' ? '; secure' : ''}`
    showLook()
  }

  function showLook () {
    all('[data-look-switch] button').forEach(button => {
      const now = root.getAttribute(LOOK[button.name])
      const pressed = button.name === 'scheme' ? now === button.value : now === 'more' || now === 'dense'
      button.setAttribute('aria-pressed', String(pressed))
    })
  }

  // ---- Menus: Escape and a click elsewhere close them ---------------------------------------------------
  function closeMenus (except) {
    all('details.dy-menu[open]').forEach(menu => { if (menu !== except) menu.open = false })
  }

  // ---- Keys at the desk ------------------------------------------------------------------------------------
  let waitingFor = ''

  function isTyping (target) { return target.closest('input, select, textarea, [contenteditable], dialog') }

  function onKey (event) {
    if (event.key === 'Escape') { closeMenus(); return }
    if (root.dataset.room !== 'staff' || event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return
    const typed = waitingFor ? `${waitingFor} ${event.key}` : event.key
    waitingFor = event.key === 'g' && !waitingFor ? 'g' : ''
    if (waitingFor) { setTimeout(() => { waitingFor = '' }, 1500); return }
    if (act(typed)) event.preventDefault()
  }

  function act (typed) {
    if (typed === '?') return openKeys()
    if (typed === 'j' || typed === 'k') return moveRow(typed === 'j' ? 1 : -1)
    if (typed === 'o' || typed === 'Enter') return open(one('[data-here] a'))
    if (typed === 'x') return open(one('[data-here] input[type="checkbox"]'))
    const bound = one(`[data-key="${CSS.escape(typed)}"]`)
    if (bound && bound.matches('input')) { bound.focus(); bound.select(); return true }
    return open(bound)
  }

  function open (element) {
    if (element) element.click()
    return Boolean(element)
  }

  function openKeys () {
    const keys = one('#keys')
    if (keys && !keys.open) keys.showModal()
    return Boolean(keys)
  }

  function moveRow (step) {
    const rows = all('[data-rows] > tr, [data-rows] > li')
    if (!rows.length) return false
    const here = rows.findIndex(row => row.hasAttribute('data-here'))
    const next = rows[Math.min(Math.max(here + step, 0), rows.length - 1)]
    rows.forEach(row => row.removeAttribute('data-here'))
    next.setAttribute('data-here', '')
    next.scrollIntoView({ block: 'nearest' })
    one('a', next)?.focus()
    return true
  }

  // ---- Start ---------------------------------------------------------------------------------------------------
  function ready () {
    focusErrors()
    watchUploads()
    showLook()
    all('[data-print]').forEach(button => button.addEventListener('click', () => window.print()))
    all('[data-open-keys]').forEach(button => button.addEventListener('click', openKeys))
  }

  document.addEventListener('click', event => {
    followErrorLink(event)
    closeMenus(event.target.closest('details.dy-menu'))
  })
  document.addEventListener('submit', event => { switchLook(event); guardDoubleSend(event) })
  document.addEventListener('keydown', onKey)
  window.addEventListener('pageshow', event => { if (event.persisted) all('form[data-sent]').forEach(release) })
  document.addEventListener('htmx:afterSwap', () => { watchUploads(); focusErrors() })
  ready()
  watchSession()
})()
