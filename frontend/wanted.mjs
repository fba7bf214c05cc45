// What we take from npm: add a line here when a page needs one more.

// Parts of Designsystemet, in the order of its own index.
export const COMPONENTS = [
  'alert', 'avatar', 'badge', 'breadcrumbs', 'button', 'card', 'chip', 'details', 'dialog', 'divider',
  'error-summary', 'field', 'fieldset', 'heading', 'input', 'label', 'link', 'list', 'pagination', 'paragraph',
  'skeleton', 'spinner', 'table', 'tabs', 'tag', 'tooltip', 'validation-message'
]

const LATIN = 'U+0000-00FF,U+0131,U+0152-0153,U+02BB-02BC,U+02C6,U+02DA,U+02DC,U+0304,U+0308,U+0329,U+2000-206F,U+20AC,U+2122,U+2191,U+2193,U+2212,U+2215,U+FEFF,U+FFFD'
// Sami letters and the rest of the Latin alphabets.
const LATIN_EXT = 'U+0100-02BA,U+02BD-02C5,U+02C7-02CC,U+02CE-02D7,U+02DD-02FF,U+0304,U+0308,U+0329,U+1D00-1DBF,U+1E00-1E9F,U+1EF2-1EFF,U+2020,U+20A0-20AB,U+20AD-20C0,U+2113,U+2C60-2C7F,U+A720-A7FF'

const face = (family, folder, weights) => [
  { family, folder, file: `${folder}-latin-wght-normal.woff2`, weights, range: LATIN },
  { family, folder, file: `${folder}-latin-ext-wght-normal.woff2`, weights, range: LATIN_EXT }
]

export const FACES = [
  ...face('Figtree', 'figtree', '300 900'),
  ...face('Hanken Grotesk', 'hanken-grotesk', '100 900'),
  ...face('Schibsted Grotesk', 'schibsted-grotesk', '400 900'),
  ...face('Source Serif 4', 'source-serif-4', '200 900')
]

// Our name for an icon -> its name in Heroicons (MIT).
export const ICONS = {
  add: 'plus', alert: 'exclamation-triangle', archive: 'archive-box', attach: 'paper-clip', back: 'arrow-left',
  bell: 'bell', book: 'book-open', building: 'building-office-2', calendar: 'calendar-days', chart: 'chart-bar',
  chat: 'chat-bubble-left-right', check: 'check', 'check-circle': 'check-circle', child: 'face-smile',
  clock: 'clock', close: 'x-mark', columns: 'view-columns', contrast: 'sun', copy: 'document-duplicate',
  culture: 'musical-note', danger: 'exclamation-circle', dense: 'bars-4', document: 'document-text', down: 'chevron-down',
  download: 'arrow-down-tray', draft: 'pencil', edit: 'pencil-square', environment: 'sparkles', error: 'x-circle',
  external: 'arrow-top-right-on-square', eye: 'eye', filter: 'funnel', flag: 'flag', forward: 'arrow-right',
  help: 'question-mark-circle', history: 'arrow-path', home: 'home', house: 'home-modern', id: 'identification',
  inbox: 'inbox', info: 'information-circle', key: 'key', language: 'language', law: 'scale', letter: 'envelope-open',
  lifebuoy: 'lifebuoy', link: 'link', list: 'list-bullet', lock: 'lock-closed', login: 'arrow-right-end-on-rectangle',
  logout: 'arrow-right-start-on-rectangle', mail: 'envelope', map: 'map', menu: 'bars-3', money: 'banknotes',
  moon: 'moon', more: 'ellipsis-horizontal', news: 'newspaper', next: 'chevron-right', note: 'bookmark', paint: 'paint-brush',
  pause: 'pause-circle', people: 'users', person: 'user', phone: 'phone', pin: 'map-pin', play: 'play-circle', previous: 'chevron-left',
  print: 'printer', puzzle: 'puzzle-piece', 'question': 'question-mark-circle', refresh: 'arrow-path', remove: 'trash',
  school: 'academic-cap', search: 'magnifying-glass', send: 'paper-airplane', server: 'server-stack', settings: 'cog-6-tooth',
  share: 'share', shield: 'shield-check', sms: 'device-phone-mobile', sort: 'arrows-up-down', star: 'star', tag: 'tag',
  task: 'clipboard-document-check', traffic: 'truck', undo: 'arrow-uturn-left', unlock: 'lock-open', up: 'chevron-up',
  upload: 'arrow-up-tray', user: 'user-circle', waiting: 'pause-circle', work: 'briefcase', wrench: 'wrench-screwdriver', care: 'heart'
}
