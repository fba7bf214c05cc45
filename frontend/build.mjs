// Copies what the pages need out of node_modules into src/dygn/base/static/vendor/.
// One stylesheet (fonts, tokens and the components in use), one sprite of icons, htmx, Leaflet and axe.
import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { COMPONENTS, FACES, ICONS } from './wanted.mjs'

const here = dirname(fileURLToPath(import.meta.url))
const modules = join(here, 'node_modules')
const target = join(here, '..', 'src', 'dygn', 'base', 'static', 'vendor')
const read = (...path) => readFileSync(join(modules, ...path), 'utf8')

function fontFaces () {
  mkdirSync(join(target, 'fonts'), { recursive: true })
  return FACES.map(({ family, folder, file, weights, range, style = 'normal' }) => {
    cpSync(join(modules, '@fontsource-variable', folder, 'files', file), join(target, 'fonts', file))
    return `@font-face{font-family:"${family}";font-style:${style};font-display:swap;font-weight:${weights};` +
      `src:url(fonts/${file}) format("woff2");unicode-range:${range}}`
  }).join('\n')
}

function designsystemet () {
  const css = name => read('@digdir', 'designsystemet-css', 'dist', 'src', `${name}.css`)
  const theme = read('@digdir', 'designsystemet-css', 'dist', 'theme', 'designsystemet.css')
  const components = COMPONENTS.map(css).join('\n')
  return `@layer ds.theme,ds.base,ds.components;\n${theme}\n@layer ds.base{${css('base')}}\n@layer ds.components{${components}}`
}

function sprite () {
  const symbols = Object.entries(ICONS).map(([name, file]) => {
    const svg = read('heroicons', '24', 'outline', `${file}.svg`)
    const drawing = svg.replace(/^[\s\S]*?<svg[^>]*>/, '').replace('</svg>', '').replace(/\s+/g, ' ').trim()
    return `<symbol id="${name}" viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="1.75">${drawing}</symbol>`
  })
  return `<svg xmlns="http://www.w3.org/2000/svg">${symbols.join('')}</svg>\n`
}

function licences () {
  const packages = JSON.parse(readFileSync(join(here, 'package.json'), 'utf8')).dependencies
  return Object.keys(packages).map(name => {
    const { version, license } = JSON.parse(read(name, 'package.json'))
    return `${name} ${version}: ${license}`
  }).join('\n') + '\n'
}

rmSync(target, { recursive: true, force: true })
mkdirSync(target, { recursive: true })
writeFileSync(join(target, 'base.css'), `${fontFaces()}\n${designsystemet()}\n`)
writeFileSync(join(target, 'icons.svg'), sprite())
cpSync(join(modules, 'htmx.org', 'dist', 'htmx.min.js'), join(target, 'htmx.js'))
cpSync(join(modules, 'axe-core', 'axe.min.js'), join(target, 'axe.js')) // for the check of a service's pages, by staff
cpSync(join(modules, 'leaflet', 'dist', 'leaflet.css'), join(target, 'leaflet', 'leaflet.css'))
cpSync(join(modules, 'leaflet', 'dist', 'images'), join(target, 'leaflet', 'images'), { recursive: true })
writeFileSync(join(target, 'leaflet', 'leaflet.js'), read('leaflet', 'dist', 'leaflet.js').replace(/\n\/\/# sourceMappingURL=.*\n?$/, '\n'))
writeFileSync(join(target, 'LICENCES.txt'), licences())
console.log(`Built ${target.split('/').slice(-5).join('/')}: ${Object.keys(ICONS).length} icons, ${FACES.length} font files.`)
