// Makes smoother what works without: the preview follows what is written, sentences go on by themselves.
(function () {
  'use strict'
  const form = document.querySelector('form[data-live-preview]')
  if (!form) return
  const show = document.querySelector('[data-preview]')
  let waiting = 0

  // A pause in the writing is long enough; the preview is a page of its own, so nothing here loses its place.
  function follow () {
    clearTimeout(waiting)
    waiting = setTimeout(() => form.requestSubmit(show), 500)
  }

  form.addEventListener('input', follow)
  document.getElementById('preview-in')?.addEventListener('change', () => form.requestSubmit(show))
  form.addEventListener('change', event => {
    if (!/-question-\d+$/.test(event.target.name || '')) return
    clearTimeout(waiting)
    form.requestSubmit(event.target.closest('.dy-condition').querySelector('[data-refresh]'))
  })
})()
