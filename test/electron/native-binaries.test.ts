import { globSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { basename, join, resolve } from 'node:path'
import { Arch } from 'electron-builder'
import { describe, expect, it } from 'vitest'
import checkNativeBinaries, { targetsOf } from '../runtime/scripts/native-binaries.mjs'
import { temporaryFolder } from './support/laptop.ts'

const prebuilds = resolve(import.meta.dirname, '../../node_modules/better-sqlite3/prebuilds')
const binary = (target: string) => readFileSync(join(prebuilds, `${target}.node`))

describe('a native module', () => {
  it('is for the system and the processor in its name', () => {
    const files = globSync('{darwin,linux,win32}-{x64,arm64}.node', { cwd: prebuilds })
    expect(files.length).toBe(6)
    for (const file of files) expect(targetsOf(binary(basename(file, '.node')))).toEqual([basename(file, '.node')])
  })

  it('of two processors is for both', () => {
    const universal = Buffer.alloc(64)
    for (const [at, word] of [0xcafebabe, 2, 0x01000007, 0, 0, 0, 0, 0x0100000c].entries())
      universal.writeUInt32BE(word, at * 4)
    expect(targetsOf(universal)).toEqual(['darwin-x64', 'darwin-arm64'])
  })

  it.each([[''], ['MZ'], ['#!/bin/sh\n'.padEnd(80)]])('is nothing else: %j', (text) => {
    expect(targetsOf(Buffer.from(text))).toEqual([])
  })
})

describe('packing an app', () => {
  it('looks at its native modules on every system', () => {
    const settings = readFileSync(resolve(import.meta.dirname, '../../electron-builder.yml'), 'utf8')
    expect(settings).toMatch(/^afterPack: \.\/test\/runtime\/scripts\/native-binaries\.mjs$/m)
  })

  /** An app packed for a Mac on Apple silicon, with these native modules. */
  async function packed(modules: Readonly<Record<string, Buffer>>) {
    const appOutDir = temporaryFolder()
    for (const [name, content] of Object.entries(modules)) {
      const folder = join(appOutDir, 'app.asar.unpacked', 'node_modules', name)
      mkdirSync(folder, { recursive: true })
      writeFileSync(join(folder, `${name}.node`), content)
    }
    const packager = { getResourcesDir: (folder: string) => folder }
    await checkNativeBinaries({
      appOutDir,
      electronPlatformName: 'darwin',
      arch: Arch.arm64,
      packager,
    })
  }

  it('goes on where each module is for its target', async () => {
    await packed({ 'better-sqlite3': binary('darwin-arm64'), keytar: binary('darwin-arm64') })
    await packed({ 'better-sqlite3': binary('darwin-arm64') })
  })

  it('stops at a module for another processor or system, by its name, and where there is no database', async () => {
    const sqlite = { 'better-sqlite3': binary('darwin-arm64') }
    await expect(packed({ ...sqlite, keytar: binary('darwin-x64') })).rejects.toThrow(/keytar\.node is for darwin-x64/)
    await expect(packed({ ...sqlite, keytar: binary('linux-arm64') })).rejects.toThrow(
      /keytar\.node is for linux-arm64/,
    )
    await expect(packed({ keytar: binary('darwin-arm64') })).rejects.toThrow('better-sqlite3')
  })
})
