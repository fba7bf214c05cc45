// Makes smoother what works without: nothing here is needed to use a page.
(function () {
  'use strict'
  const one = (selector, within) => (within || document).querySelector(selector)
  const all = (selector, within) => Array.from((within || document).querySelectorAll(selector))
  const root = document.documentElement

  // ---- Errors: the summary takes the focus, its links the field --------------------------------
  function focusErrors () {
    const summary = one('#error-summary, #warning-summary')
    if (summary) summary.focus()
  }

  function followErrorLink (event) {
    const link = event.target.closest(':is(#error-summary, #warning-summary) a[href^="#"]')
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
    if (event.submitter && event.submitter.hasAttribute('formtarget')) return // shown elsewhere, sent nowhere
    if (form.hasAttribute('data-sent')) { event.preventDefault(); return }
    form.setAttribute('data-sent', '')
    if (event.submitter) event.submitter.setAttribute('aria-busy', 'true')
    setTimeout(() => release(form), 4000)
  }

  function release (form) {
    form.removeAttribute('data-sent')
    all('[aria-busy]', form).forEach(button => button.removeAttribute('aria-busy'))
  }

  // ---- Files: sent one by one, with progress ----------------------------------------------------
  function watchUploads () {
    all('[data-upload]').forEach(area => {
      const input = one('input[type="file"]', area)
      if (!input || area.hasAttribute('data-watched')) return
      area.setAttribute('data-watched', '')
      all('input[type="file"]', area).forEach(each => each.addEventListener('change', () => sendFiles(area, Array.from(each.files))))
      watchDrawing(area)
      area.addEventListener('dragover', event => { event.preventDefault(); area.setAttribute('data-over', '') })
      area.addEventListener('dragleave', () => area.removeAttribute('data-over'))
      area.addEventListener('drop', event => {
        event.preventDefault()
        area.removeAttribute('data-over')
        sendFiles(area, Array.from(event.dataTransfer.files))
      })
    })
  }

  // ---- Drawings: made with finger, pen or mouse, and sent as a picture. Who cannot draw here uploads one. ----
  function watchDrawing (area) {
    const place = one('[data-drawing]', area)
    if (!place) return
    const canvas = one('canvas', place)
    const pen = canvas.getContext('2d')
    const [use, clear] = [one('[data-use]', place), one('[data-clear]', place)]
    let last = null
    const wipe = () => {
      pen.fillStyle = '#fff'
      pen.fillRect(0, 0, canvas.width, canvas.height)
      use.disabled = clear.disabled = true
    }
    const at = event => {
      const box = canvas.getBoundingClientRect()
      return [(event.clientX - box.left) * canvas.width / box.width, (event.clientY - box.top) * canvas.height / box.height]
    }
    const draw = event => {
      if (!last) return
      const here = at(event)
      pen.beginPath()
      pen.moveTo(...last)
      pen.lineTo(...here)
      pen.stroke()
      last = here
      use.disabled = clear.disabled = false
    }
    place.hidden = false
    wipe()
    Object.assign(pen, { lineWidth: 5, lineCap: 'round', lineJoin: 'round', strokeStyle: '#111' })
    canvas.addEventListener('pointerdown', event => { canvas.setPointerCapture(event.pointerId); last = at(event); draw(event) })
    canvas.addEventListener('pointermove', draw)
    ;['pointerup', 'pointercancel'].forEach(name => canvas.addEventListener(name, () => { last = null }))
    clear.addEventListener('click', () => { wipe(); canvas.scrollIntoView({ block: 'nearest' }) })
    use.addEventListener('click', () => canvas.toBlob(blob => {
      sendFiles(area, [new File([blob], 'drawing.png', { type: 'image/png' })])
    }, 'image/png'))
  }

  // Why a file was not sent, by the answer's status: what to say stands in the page, in its language.
  const NOT_SENT = { 0: 'failed', 403: 'tooOld', 413: 'tooLarge', 429: 'tooMany' }

  // The form is posted as its own upload button would post it; only the progress is seen.
  function sendFiles (area, files) {
    const [file, ...others] = files
    const input = area && one('input[type="file"]', area)
    if (!file || !input) return
    takeBackWords(area)
    const request = new XMLHttpRequest()
    const sent = uploadOf(area, input, file)
    const bar = progressBar(area, file.name)
    request.upload.addEventListener('progress', event => {
      if (event.lengthComputable) bar.value = Math.round(100 * event.loaded / event.total)
    })
    request.addEventListener('loadend', () => {
      bar.parentNode.remove()
      if (request.status < 200 || request.status >= 400) { sayNotSent(area.id, files, request.status); return }
      showAnswer(request, area.id, sent)
      if (!one('#error-summary')) sendFiles(document.getElementById(area.id), others)
    })
    request.open('POST', area.dataset.upload || input.form.action)
    request.send(sent)
  }

  function uploadOf (area, input, file) {
    const data = new FormData(input.form)
    const button = one('button[name]:not([name^="remove"])', area)
    if (button) data.append(button.name, button.value)
    data.set(input.name, file)
    return data
  }

  function progressBar (area, name) {
    const line = document.createElement('p')
    const bar = document.createElement('progress')
    line.className = 'dy-uploading'
    bar.max = 100
    bar.value = 0
    bar.setAttribute('aria-label', name)
    line.append(name, bar)
    area.append(line)
    return bar
  }

  // The answer is the page again: take its main part, so the list of files and any error are shown.
  function showAnswer (request, id, sent) {
    const page = new DOMParser().parseFromString(request.responseText, 'text/html')
    const main = one('main', page)
    if (!main) { location.reload(); return }
    const before = one('main')
    const here = document.activeElement.id
    const typing = isTyping(document.activeElement) && !document.activeElement.closest('[data-upload]')
    before.replaceWith(document.adoptNode(main))
    if (request.responseURL) history.replaceState(null, '', request.responseURL)
    document.title = page.title
    putBackTyped(before, sent)
    ready()
    const area = document.getElementById(id)
    if (one('#error-summary') || !area) return
    const goal = typing && document.getElementById(here)
    ;(goal || one('input, button', area) || area).focus()
  }

  // What somebody wrote while the file was on its way is not in the answer.
  function putBackTyped (before, sent) {
    all('input:not([type="file"], [type="hidden"]), select, textarea', before).forEach(field => {
      const box = field.matches('[type="radio"], [type="checkbox"]')
      const same = all(`[name="${CSS.escape(field.name)}"]`).find(each => !box || each.value === field.value)
      if (!field.name || !same) return
      if (box && field.checked !== sent.getAll(field.name).includes(field.value)) same.checked = field.checked
      if (!box && field.value !== sent.get(field.name)) same.value = field.value
    })
  }

  function sayNotSent (id, files, status) {
    const area = document.getElementById(id)
    const input = area && one('input[type="file"]', area)
    if (!input) return
    takeBackWords(area)
    const words = area.dataset[NOT_SENT[status] || 'trouble']
    const line = document.createElement('div')
    const again = document.createElement('button')
    line.setAttribute('role', 'alert')
    line.setAttribute('data-not-sent', '')
    line.className = 'ds-validation-message'
    line.textContent = `${files.map(file => file.name).join(', ')}: ${words}`
    again.type = 'button'
    again.className = 'ds-button'
    again.setAttribute('data-variant', 'secondary')
    again.setAttribute('data-not-sent', '')
    again.textContent = area.dataset.again
    again.addEventListener('click', () => sendFiles(area, files))
    input.value = '' // the same file can be chosen once more
    input.before(line)
    input.after(again)
  }

  function takeBackWords (area) { all('[data-not-sent]', area).forEach(each => each.remove()) }

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

  // ---- Trees: a search among the answers opens the branches in which something is found ---------------
  function watchTrees () {
    all('[data-tree]').forEach(tree => {
      const box = one('.dy-tree-search', tree)
      if (!box || !box.hidden) return
      const input = one('input', box)
      box.hidden = false
      input.addEventListener('input', () => searchTree(tree, input.value.trim().toLocaleLowerCase()))
      input.addEventListener('keydown', event => { if (event.key === 'Enter') event.preventDefault() })
    })
  }

  function searchTree (tree, words) {
    const said = one('[role="status"]', tree)
    let found = 0
    all('[data-leaf]', tree).forEach(leaf => {
      const way = [leaf.textContent]
      for (let at = leaf.closest('details'); at; at = at.parentElement.closest('details')) way.push(one('summary', at).textContent)
      const fits = !words || way.join(' ').toLocaleLowerCase().includes(words)
      leaf.hidden = !fits && leaf.dataset.leaf !== 'other' // who finds nothing can still say it themselves
      found += fits ? 1 : 0
    })
    all('details.dy-branch', tree).forEach(branch => {
      const some = all('[data-leaf]', branch).some(leaf => !leaf.hidden)
      branch.hidden = !some
      branch.open = words ? some : Boolean(one('input:checked', branch))
    })
    said.textContent = words && !found ? said.dataset.none : ''
  }

  // ---- Places: addresses while one types, a map when there is one ------------------------------------
  function watchAddresses () {
    all('[data-address-lookup]').forEach(input => {
      const list = input.list
      if (!list || input.hasAttribute('data-watched')) return
      input.setAttribute('data-watched', '')
      let waiting
      input.addEventListener('input', () => {
        clearTimeout(waiting)
        if (takeSuggestion(input, list)) return
        waiting = setTimeout(() => suggest(input, list), 180)
      })
    })
  }

  // A chosen suggestion is a whole address: each of its parts goes into its own field, where there is one.
  function takeSuggestion (input, list) {
    const chosen = all('option', list).find(option => option.value === input.value)
    if (!chosen) return false
    all('[data-address-part]', input.closest('fieldset')).forEach(field => { field.value = chosen.dataset[field.dataset.addressPart] })
    list.replaceChildren()
    return true
  }

  async function suggest (input, list) {
    if (input.value.trim().length < 3) return
    const address = new URL(input.dataset.addressLookup, location.href)
    address.searchParams.set('q', input.value)
    const answer = await fetch(address, { headers: { Accept: 'text/html' } })
    if (!answer.ok) return
    const page = new DOMParser().parseFromString(`<datalist>${await answer.text()}</datalist>`, 'text/html')
    list.replaceChildren(...all('option', page))
  }

  function drawMaps () {
    const box = one('[data-place] [data-map][data-leaflet]')
    if (!box) return
    if (window.dygnDrawMaps) { window.dygnDrawMaps(); return }
    const style = document.createElement('link')
    style.rel = 'stylesheet'
    style.href = box.dataset.leafletStyle
    document.head.append(style)
    load(box.dataset.leaflet, () => load(box.dataset.mapScript))
  }

  function load (address, then) {
    const script = document.createElement('script')
    script.src = address
    if (then) script.addEventListener('load', then)
    document.head.append(script)
  }

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
    watchAddresses()
    watchTrees()
    drawMaps()
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
