// A mark on a map instead of, or besides, an address. Fetched only by pages that ask for a place.
(function () {
  'use strict'
  const STEP = 0.00025 // degrees that an arrow key moves the mark: about 28 metres north
  const HALF = 0.012 // half the height, in degrees, of the drawn town that stands in for tiles

  function draw (field) {
    const box = field.querySelector('[data-map]')
    const latitude = field.querySelector('[name$="-lat"]')
    const longitude = field.querySelector('[name$="-lon"]')
    if (!box || !latitude || box.dataset.drawn || !(box.dataset.tiles || box.dataset.centre)) return
    box.dataset.drawn = ''
    box.hidden = false
    const centre = (box.dataset.centre || '59.33,18.06').split(',').map(Number)
    const chosen = [read(latitude), read(longitude)]
    const map = L.map(box, { keyboard: false, attributionControl: Boolean(box.dataset.attribution) })
    map.setView(chosen.every(Number.isFinite) ? chosen : centre, 15)
    ground(map, box, centre)
    const mark = L.marker(chosen.every(Number.isFinite) ? chosen : centre, {
      draggable: true, keyboard: false, opacity: chosen.every(Number.isFinite) ? 1 : 0,
      icon: L.divIcon({ className: 'dy-mark', iconSize: [28, 36], iconAnchor: [14, 36] })
    }).addTo(map)
    const place = at => {
      mark.setLatLng(at).setOpacity(1)
      latitude.value = at.lat.toFixed(6)
      longitude.value = at.lng.toFixed(6)
    }
    map.on('click', event => place(event.latlng))
    mark.on('dragend', () => place(mark.getLatLng()))
    makeReachable(box, map, mark, place)
  }

  function read (input) {
    return input.value ? Number(input.value.replace(',', '.')) : NaN
  }

  function ground (map, box, centre) {
    if (box.dataset.tiles) {
      L.tileLayer(box.dataset.tiles, { attribution: box.dataset.attribution || '', maxZoom: 19 }).addTo(map)
      return
    }
    const wide = HALF / Math.cos(centre[0] * Math.PI / 180)
    const bounds = [[centre[0] - HALF, centre[1] - wide], [centre[0] + HALF, centre[1] + wide]]
    L.imageOverlay(box.dataset.picture, bounds).addTo(map)
    map.setMaxBounds(bounds).setMinZoom(14)
  }

  function makeReachable (box, map, mark, place) {
    const moves = { ArrowUp: [STEP, 0], ArrowDown: [-STEP, 0], ArrowLeft: [0, -2 * STEP], ArrowRight: [0, 2 * STEP] }
    box.tabIndex = 0
    box.setAttribute('role', 'application')
    box.setAttribute('aria-label', box.dataset.mapLabel)
    box.addEventListener('keydown', event => {
      if (event.key === '+') map.zoomIn()
      if (event.key === '-') map.zoomOut()
      const move = moves[event.key]
      if (!move) return
      event.preventDefault()
      const at = mark.getLatLng()
      place(L.latLng(at.lat + move[0], at.lng + move[1]))
      map.panInside(mark.getLatLng(), { padding: [40, 40] })
    })
  }

  window.dygnDrawMaps = () => document.querySelectorAll('[data-place]').forEach(draw)
  window.dygnDrawMaps()
})()
