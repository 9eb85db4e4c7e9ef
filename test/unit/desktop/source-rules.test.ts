import { globSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { describe, expect, it } from 'vitest'

const root = resolve(import.meta.dirname, '../../..')
const read = (file: string) => readFileSync(join(root, file), 'utf8')
const sources = globSync('electron/**/*.ts', { cwd: root })

describe('the sources of the main process', () => {
  it.each([
    /webSecurity:\s*false/,
    /contextIsolation:\s*false/,
    /sandbox:\s*false/,
    /nodeIntegration\w*:\s*true/,
    /allowRunningInsecureContent:\s*true/,
    /experimentalFeatures:\s*true/,
    /enableBlinkFeatures/,
    /webviewTag/,
    /\bloadFile\(/,
    /bypassCSP/,
    /'unsafe-(inline|eval)'/,
    /disable-web-security/,
    /--no-sandbox/,
    /NODE_TLS_REJECT_UNAUTHORIZED/,
    /rejectUnauthorized:\s*false/,
    /@electron\/remote/,
  ])('nowhere say %s', (forbidden) => {
    expect(sources.length).toBeGreaterThan(20)
    expect(sources.filter((file) => forbidden.test(read(file)))).toEqual([])
  })

  it('import electron only in the desktop folder, the entry and the preload', () => {
    const importers = sources.filter((file) =>
      /from 'electron'|import\('electron'\)|require\('electron'\)/.test(read(file)),
    )
    const allowed = (file: string) =>
      file.startsWith(join('electron', 'desktop')) ||
      [join('electron', 'main.ts'), join('electron', 'preload.ts')].includes(file)
    expect(importers.filter((file) => !allowed(file))).toEqual([])
  })

  it('open external addresses in one place', () => {
    const openers = sources.filter((file) => /shell\.openExternal/.test(read(file)))
    expect(openers).toEqual([join('electron', 'desktop', 'external-links.ts')])
  })

  it('keep the preload within sixty lines, importing the contract and nothing else of ours', () => {
    const preload = read('electron/preload.ts')
    expect(preload.split('\n').length).toBeLessThanOrEqual(60)
    const imports = [...preload.matchAll(/from '(.+)'/g)].map((match) => match[1])
    expect(imports).toEqual(['electron', '../shared/ipc/contract.ts'])
  })
})

it('is built on an Electron that still gets security fixes', () => {
  const { version } = JSON.parse(read('node_modules/electron/package.json'))
  const { devDependencies } = JSON.parse(read('package.json'))
  expect(devDependencies.electron).toBe(version)
  // 45 is the newest at the time of this release; the two majors before it are supported as well.
  expect(Number(version.split('.')[0])).toBeGreaterThanOrEqual(45 - 2)
})
