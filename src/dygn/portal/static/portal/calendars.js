// Begins Wagtail's calendars. Wagtail writes a script beside each field, which our policy refuses;
// our templates of the fields leave a mark instead, on the page or in what is fetched into it later.
(() => {
  const begin = (mark) => {
    const input = document.getElementById(mark.dataset.calendarOf)
    if (!input || mark.dataset.begun) return
    mark.dataset.begun = 'yes'
    window[mark.dataset.calendar](input.id, JSON.parse(mark.dataset.calendarOptions))
  }
  const beginAll = () => document.querySelectorAll('[data-calendar]').forEach(begin)

  document.addEventListener('DOMContentLoaded', () => {
    beginAll()
    new MutationObserver(beginAll).observe(document.body, { childList: true, subtree: true })
  })
})()
