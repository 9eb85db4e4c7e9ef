import { execFile, spawnSync } from 'node:child_process'
import { existsSync, globSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { promisify } from 'node:util'
import { extractAll } from '@electron/asar'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createTables } from '../../electron/import/tables.ts'
import { startSimulator } from '../../electron/simulator/simulator.ts'
import { unixSeconds } from '../../shared/model/time.ts'
import { targetsOf } from '../runtime/scripts/native-binaries.mjs'
import { fuseMark, packingTools, placeholderElectron, writeExecutable } from './support/placeholder-electron.ts'

const run = promisify(execFile)
const root = resolve(import.meta.dirname, '../..')
const node = join(root, 'node_modules', 'node', 'bin', 'node')
const readJson = (path: string) => JSON.parse(readFileSync(path, 'utf8'))

interface LockedPackage {
  version: string
  dependencies?: Record<string, string>
  optionalDependencies?: Record<string, string>
}

/** `name@version` of every package the app needs to run, as package-lock.json resolves them. */
function neededPackages(): Set<string> {
  const packages: Record<string, LockedPackage> = readJson(join(root, 'package-lock.json')).packages
  const resolveFrom = (path: string, name: string): string | null => {
    const candidate = `${path}${path && '/'}node_modules/${name}`
    if (packages[candidate] !== undefined) return candidate
    return path === '' ? null : resolveFrom(path.slice(0, Math.max(0, path.lastIndexOf('/node_modules/'))), name)
  }
  const found = new Map<string, string>()
  const visit = (path: string) => {
    const { dependencies, optionalDependencies } = packages[path] ?? {}
    // What the two native modules depend on builds or fetches their binaries; none of it is loaded when they run.
    if (/\/(keytar|better-sqlite3)$/.test(path)) return
    for (const name of Object.keys({ ...dependencies, ...optionalDependencies })) {
      const next = resolveFrom(path, name)
      if (next === null || found.has(next)) continue
      found.set(next, `${name}@${packages[next]?.version}`)
      visit(next)
    }
  }
  visit('')
  if (!existsSync(join(root, 'node_modules', 'keytar'))) found.delete('node_modules/keytar')
  return new Set(found.values())
}

/** `width x height` in pixels, read from the PNG header. */
function pngSize(file: string): string {
  const image = readFileSync(file)
  expect(image.subarray(1, 4).toString()).toBe('PNG')
  return `${image.readUInt32BE(16)}x${image.readUInt32BE(20)}`
}

it('has an icon as large as the largest any system wants', () => {
  const [, icon = ''] = /^icon: (.+)$/m.exec(readFileSync(join(root, 'electron-builder.yml'), 'utf8')) ?? []
  expect(pngSize(join(root, icon))).toBe('512x512')
})

describe.skipIf(process.platform !== 'linux')('the packaged app', () => {
  const folder = mkdtempSync(join(tmpdir(), 'gradekeep-packaging-'))
  const packed = join(folder, 'packed', `linux-${process.arch === 'x64' ? '' : `${process.arch}-`}unpacked`)
  const archive = join(packed, 'resources', 'app.asar')
  const extracted = join(folder, 'extracted')
  const tools = packingTools(folder)
  let files: string[] = []

  beforeAll(async () => {
    expect(existsSync(join(root, 'out', 'main', 'main.js')), 'out/ is built').toBe(true)
    const electronDist = await placeholderElectron(folder)
    await run(
      node,
      [
        join(root, 'node_modules', 'electron-builder', 'cli.js'),
        ...['--linux', 'AppImage', 'deb', `--${process.arch}`, '--publish', 'never', '--projectDir', root],
        `-c.electronDist=${electronDist}`,
        `-c.directories.output=${join(folder, 'packed')}`,
      ],
      { cwd: root, maxBuffer: 64 * 1024 * 1024, env: { ...process.env, ...tools.env } },
    )
    extractAll(archive, extracted)
    files = globSync('**/*', { cwd: extracted, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name).slice(extracted.length))
    const megabytes = (statSync(archive).size / 1e6).toFixed(1)
    console.info(`app.asar: ${megabytes} MB in ${files.length} files`)
  })
  afterAll(() => rmSync(folder, { recursive: true, force: true }))

  const unpacked = () => globSync('**/*.*', { cwd: join(packed, 'resources', 'app.asar.unpacked') }).sort()

  it('holds exactly the built files and package.json of its own', () => {
    const built = globSync('out/**/*', { cwd: root, withFileTypes: true })
      .filter((entry) => entry.isFile() && !entry.name.endsWith('.map'))
      .map((entry) => join(entry.parentPath, entry.name).slice(root.length))
    expect(files.filter((file) => !file.startsWith('/node_modules/')).sort()).toEqual(
      ['/package.json', ...built].sort(),
    )
  })

  it('holds the images of the tray icon, whole', () => {
    const images = files.filter((file) => /\/tray[^/]*\.png$/.test(file))
    expect(images.map((file) => pngSize(join(extracted, file))).sort()).toEqual(['16x16', '16x16', '32x32', '32x32'])
  })

  it('holds the packages it needs to run, all of them and no other', () => {
    const shipped = files
      .filter((file) => /\/node_modules\/(@[^/]+\/)?[^/]+\/package\.json$/.test(file))
      .map((file) => readJson(join(extracted, file)))
      .map(({ name, version }) => `${name}@${version}`)
    expect([...new Set(shipped)].sort()).toEqual([...neededPackages()].sort())
  })

  it('holds no sources, source maps, type declarations or build files', () => {
    expect(files.filter((file) => /\.(map|[cm]?ts|tsx|c|cc|cpp|h|gyp|gypi|mk|o|a)$/.test(file))).toEqual([])
    expect(files.filter((file) => /\/(deps|src)\//.test(file) && /better-sqlite3|keytar/.test(file))).toEqual([])
  })

  it("holds this platform's binaries only, outside the archive", () => {
    const keytar = 'node_modules/keytar/build/Release/keytar.node'
    const expected = [`node_modules/better-sqlite3/prebuilds/linux-${process.arch}.node`]
    if (existsSync(join(root, keytar))) expected.push(keytar)
    expect(unpacked()).toEqual(expected.sort())
    expect(files.filter((file) => file.endsWith('.node')).sort()).toEqual(expected.map((file) => `/${file}`).sort())
    for (const file of unpacked()) {
      const binary = readFileSync(join(packed, 'resources', 'app.asar.unpacked', file))
      expect(targetsOf(binary), file).toEqual([`linux-${process.arch}`])
    }
  })

  it('holds the worker threads in its checked archive, with all they load', () => {
    const threads = [
      'store-writer.cjs',
      'store-reader.cjs',
      'snapshot-worker.js',
      'export-worker.js',
      'import-worker.js',
    ]
    for (const thread of [...threads, 'results-worker.js', 'questions-worker.js']) {
      const loaded = loadedBy(`/out/main/${thread}`)
      for (const file of loaded.keys()) expect(files, thread).toContain(file)
      // What the store's threads load later, for some never.
      if (thread.startsWith('store-')) expect([...loaded.values()], thread).toContain('later')
    }
  })

  /** A file of the archive with the files that it loads, and what those load, each with when it is first named. */
  function loadedBy(file: string, when: 'first' | 'later' = 'first', loaded = new Map<string, 'first' | 'later'>()) {
    if (loaded.has(file)) return loaded
    loaded.set(file, when)
    if (!files.includes(file)) return loaded
    const named = /(=> require\(|\b(?:import\(|require\(|from|import))\s*"(\.[^"]+)"/g
    for (const [, how = '', name = ''] of readFileSync(join(extracted, file), 'utf8').matchAll(named))
      loadedBy(join(dirname(file), name), /=>|import\(/.test(how) ? 'later' : 'first', loaded)
    return loaded
  }

  it('has every fuse set: nothing of Node from outside, the app from its checked archive only', () => {
    const program = readFileSync(join(packed, 'gradekeep'))
    const at = program.indexOf(fuseMark) + fuseMark.length + 2
    // Run as Node, cookie encryption, NODE_OPTIONS, --inspect, archive integrity, archive only, own snapshot,
    // extra rights for file:. The ninth is left as Electron ships it: the packer cannot name it yet.
    expect(program.subarray(at, at + 9).toString()).toBe('000011001')
  })

  /** Runs the installed program with nothing in its environment but these variables, as cron does: no display, no bus. */
  function installed(program: string, words: readonly string[], path = '/usr/bin:/bin') {
    const calls = join(mkdtempSync(join(folder, 'calls-')), 'calls')
    const env = {
      PATH: path,
      HOME: folder,
      GRADEKEEP_CALLS: calls,
      GRADEKEEP_MAIN: join(extracted, 'out/main/main.js'),
    }
    const { status, stdout, stderr } = spawnSync(program, words, { env, cwd: folder, encoding: 'utf8', input: '' })
    return { status, stdout, stderr, call: existsSync(calls) ? readFileSync(calls, 'utf8').trim() : null }
  }

  it('answers commands without a display, in a word and by its status', () => {
    const program = join(packed, 'gradekeep')
    expect(installed(program, ['status', '--json'])).toMatchObject({ status: 0, stdout: '{"accounts":[]}\n' })
    expect(installed(program, ['--headless', '--disable-gpu', '--version'])).toMatchObject({ status: 0, stderr: '' })
    const mistyped = installed(program, ['snyc'])
    expect(mistyped).toMatchObject({
      status: 2,
      stdout: '',
      stderr: expect.stringMatching(/^There is no command “snyc”[^\n]*\n$/),
    })
  })

  it('runs from an AppImage, whose start adds --no-sandbox only where no namespaces can be made', () => {
    const start = join(tools.appDir, 'AppRun')
    const given = (unshare: string) => {
      const programs = mkdtempSync(join(folder, 'programs-'))
      writeExecutable(join(programs, 'unshare'), `#!/bin/sh\nexit ${unshare}\n`)
      return installed(start, ['status', '--json'], `${programs}:/usr/bin:/bin`)
    }
    const answered = { status: 0, stdout: '{"accounts":[]}\n' }
    expect(given('1')).toMatchObject({ ...answered, call: '--no-sandbox status --json' })
    expect(given('0')).toMatchObject({ ...answered, call: 'status --json' })
    expect(readFileSync(join(tools.appDir, 'gradekeep.desktop'), 'utf8')).toMatch(/^Exec=AppRun %U$/m)
  })

  it('is installed by a deb under /usr/bin/gradekeep, with a profile that lets it make its sandbox', () => {
    const words = readFileSync(join(tools.deb, 'words'), 'utf8')
    expect(words).toMatch(/\n--maintainer\n[^\n]+ <[^\n]+>\n/)
    expect(words).toContain('/=/opt/Gradekeep\n')
    expect(readFileSync(join(tools.deb, 'postinst'), 'utf8')).toContain(
      "'/usr/bin/gradekeep' 'gradekeep' '/opt/Gradekeep/gradekeep'",
    )
    const profile = readFileSync(join(packed, 'resources', 'apparmor-profile'), 'utf8')
    expect(profile).toMatch(/profile "gradekeep" "\/opt\/Gradekeep\/gradekeep" flags=\(unconfined\) \{\s+userns,/)
  })

  it('has the name by which a desktop groups its windows', () => {
    const { desktopName } = readJson(join(extracted, 'package.json'))
    expect(readFileSync(join(tools.deb, desktopName), 'utf8')).toMatch(/^StartupWMClass=gradekeep$/m)
    expect(readFileSync(join(tools.deb, desktopName), 'utf8')).toMatch(/^Exec=\/opt\/Gradekeep\/gradekeep %U$/m)
  })

  it('has everything it needs to run', async () => {
    const cli = join(extracted, 'out', 'main', 'cli.js')
    const simulator = await startSimulator({ clock: () => unixSeconds(Math.floor(Date.now() / 1000)), results: 20 })
    const env = { ...process.env, GRADEKEEP_API_URL: simulator.url, GRADEKEEP_API_SECRET: simulator.secret }
    const gradekeep = (...words: string[]) =>
      run(node, [cli, '--data-dir', join(folder, 'data'), ...words, '--json'], { cwd: folder, env })
    try {
      await gradekeep('connect', '--key', simulator.key)
      expect(JSON.parse((await gradekeep('sync')).stdout)).toMatchObject({ outcome: 'complete', added: 20 })
      await gradekeep('export', join(folder, 'Results.xlsx'))
    } finally {
      await simulator.close()
    }
    expect(existsSync(join(folder, 'Results.xlsx'))).toBe(true)
    const tables = createTables({ workerFile: join(extracted, 'out', 'main', 'import-worker.js') })
    const { columns, rows } = await tables.readTable(join(folder, 'Results.xlsx'))
    expect([columns[0], rows.length]).toEqual(['Last name', 20])
  })
})
