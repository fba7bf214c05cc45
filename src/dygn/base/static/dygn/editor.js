// Makes smoother what works without: sentences go on by themselves, the preview follows what is written.
(function () {
  'use strict'
  let waiting = 0
  document.addEventListener('change', event => {
    if (!/-question-\d+$/.test(event.target.name || '')) return
    clearTimeout(waiting)
    event.target.form.requestSubmit(event.target.closest('.dy-condition').querySelector('[data-refresh]'))
  })

  // What is written and not saved is asked about before one goes elsewhere: by a link, or by another form's button.
  const written = document.getElementById('edit')
  if (written) {
    let isUnsaved = 'unsaved' in written.dataset
    written.addEventListener('input', () => { isUnsaved = true })
    written.addEventListener('submit', event => { isUnsaved &&= Boolean(event.submitter?.formTarget) })
    window.addEventListener('beforeunload', event => { if (isUnsaved) event.preventDefault() })
  }

  const form = document.querySelector('form[data-live-preview]')
  if (!form) return
  const show = document.querySelector('[data-preview]')

  // A pause in the writing is long enough; the preview is a page of its own, so nothing here loses its place.
  function follow () {
    clearTimeout(waiting)
    waiting = setTimeout(() => form.requestSubmit(show), 500)
  }

  // A file that is to be kept when all is saved is not sent along each time the page is drawn.
  let drawing = false
  form.addEventListener('submit', event => { drawing = event.submitter === show })
  form.addEventListener('formdata', event => {
    if (drawing) form.querySelectorAll('input[type=file]').forEach(each => event.formData.delete(each.name))
  })
  form.addEventListener('input', follow)
  document.getElementById('preview-in')?.addEventListener('change', () => form.requestSubmit(show))
})()
