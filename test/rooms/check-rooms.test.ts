import { describe, expect, it } from 'vitest'
import { checkRooms, type House, type Sources } from './check-rooms.ts'

const house: House = {
  aliases: { '#parts/': 'window/parts/' },
  rooms: [
    { at: 'build.config.ts', rooms: ['main', 'store'], packages: ['vite'] },
    { at: 'main', rooms: ['store', 'shared'], packages: ['node:*'], entries: ['start.ts'] },
    { at: 'main/desktop', rooms: ['main', 'store', 'shared'], packages: ['electron', 'node:path'] },
    {
      at: 'store',
      rooms: ['shared'],
      packages: ['@scope/sql', 'node:*'],
      doors: ['api.ts'],
      entries: ['worker.ts'],
    },
    { at: 'shared', rooms: [], packages: ['zod'] },
    {
      at: 'window/features/*',
      rooms: ['window/features/*', 'window/parts', 'shared'],
      packages: ['react'],
      doors: ['index.ts'],
      doorsFor: { 'window/words.ts': ['words.ts'] },
    },
    { at: 'window/words.ts', rooms: ['window/features/*'], packages: [] },
    { at: 'window/parts', rooms: ['shared'], packages: ['react'] },
    { at: 'test', rooms: ['*'], packages: ['*'] },
  ],
}

/** A house in which everything is in order. */
const wellKept: Sources = {
  'build.config.ts': `import { defineConfig } from 'vite'\nexport default defineConfig({ a: from('main/start.ts') })`,
  'main/start.ts': `import { call } from './call.ts'\ncall()`,
  'main/call.ts': `import { readFile } from 'node:fs/promises'\nexport { api as call } from '../store/api.ts'`,
  'main/desktop/window.ts': `import { app } from 'electron'\nimport { call } from '../call.ts'`,
  'store/api.ts': `import sql from '@scope/sql/fast'\nimport { read } from './rows.ts'\nexport const api = read`,
  'store/rows.ts': `import type { Row } from '../shared/row.ts'\nexport const read = (): Row | null => null`,
  'store/worker.ts': `import { read } from './rows.ts'\nread()`,
  'shared/row.ts': `import { z } from 'zod'\nexport interface Row { a: string }`,
  'window/features/results/index.ts': `export { Screen } from './Screen.tsx'`,
  'window/features/results/Screen.tsx': `import styles from './Screen.module.css'\nimport { Button } from '../../parts/Button.tsx'\nexport const Screen = () => <Button className={styles.a} />`,
  'window/features/results/Screen.module.css': `@import "../../parts/base.css";\n/* @import "../../../main/no.css"; */\n.a { color: red }`,
  'window/features/results/words.ts': `export const words = { title: 'Results' }`,
  'window/words.ts': `export { words } from './features/results/words.ts'`,
  'window/features/codes/index.ts': `import { Screen } from '../results/index.ts'\nimport { line } from '#parts/line'\nexport const both = [Screen, line]`,
  'window/parts/Button.tsx': `import type { ReactNode } from 'react'\nexport const Button = (): ReactNode => null`,
  'window/parts/line.ts': `export const line = 1`,
  'window/parts/base.css': `.b { background: url(data:image/png;base64,AA==) }`,
  'test/rows.test.ts': `import { it } from 'vitest'\nimport { read } from '../store/rows.ts'\nimport '../store/worker.ts'\nit(String(read), () => undefined)`,
}

/** The complaints about the house after these files are added to it. */
const checkWith = (files: Sources, table: House = house) => checkRooms({ ...wellKept, ...files }, table)

it('says nothing of a house in order', () => {
  expect(checkRooms(wellKept, house)).toEqual([])
})

describe('refuses', () => {
  it.each([
    ['a static import', 'shared/probe.ts', `import { call } from '../main/call.ts'`],
    ['an import for its effect', 'shared/probe.ts', `import '../main/call.ts'`],
    ['an import of types', 'shared/probe.ts', `import type { call } from '../main/call.ts'`],
    ['an import of one type', 'shared/probe.ts', `import { type call } from '../main/call.ts'`],
    ['a type written as an import', 'shared/probe.ts', `export type Call = typeof import('../main/call.ts').call`],
    ['an export from elsewhere', 'shared/probe.ts', `export { call } from '../main/call.ts'`],
    ['an export of everything', 'shared/probe.ts', `export * from '../main/call.ts'`],
    ['an export of types', 'shared/probe.ts', `export type { call } from '../main/call.ts'`],
    ['a dynamic import', 'shared/probe.ts', `export const call = () => import('../main/call.ts')`],
    [
      'a dynamic import with a comment',
      'shared/probe.ts',
      `export const call = () => import(/* later */ '../main/call.ts')`,
    ],
    ['require', 'shared/probe.ts', `export const call = require('../main/call.ts')`],
    ['import = require', 'shared/probe.ts', `import call = require('../main/call.ts')\nexport { call }`],
    ["a worker's address", 'shared/probe.ts', `new Worker(new URL('../main/call.ts', import.meta.url))`],
    ['a query behind the name', 'shared/probe.ts', `import text from '../main/call.ts?raw'`],
  ])('%s of a room that is not allowed', (_, path, source) => {
    expect(checkWith({ [path]: source })).toEqual([`${path}:1 imports main/call.ts: shared may not import main`])
  })

  it.each([
    ['@import', '@import "../main/look.css";'],
    ['@import with url()', '@import url("../main/look.css");'],
    ['composes', '.a { composes: b from "../main/look.css" }'],
    ['url()', '.a { background: url(../main/look.css) }'],
  ])('a style sheet that takes from another room by %s', (_, source) => {
    const files = { 'main/look.css': '', 'shared/probe.css': source }
    expect(checkWith(files)).toEqual(['shared/probe.css:1 imports main/look.css: shared may not import main'])
  })

  it.each([
    ['shared/probe.ts', `import { useState } from 'react'`, 'react', 'shared'],
    ['shared/probe.ts', `import type { ReactNode } from 'react'`, 'react', 'shared'],
    ['shared/probe.ts', `import fs from 'node:fs'`, 'node:fs', 'shared'],
    ['store/probe.ts', `import { app } from 'electron'`, 'electron', 'store'],
    ['main/probe.ts', `const sql = await import('@scope/sql/fast')`, '@scope/sql', 'main'],
    ['main/desktop/probe.ts', `import fs from 'node:fs'`, 'node:fs', 'main/desktop'],
    ['window/parts/probe.css', `@import "a-font/all.css";`, 'a-font', 'window/parts'],
    ['window/parts/probe.ts', `import 'react-dom'`, 'react-dom', 'window/parts'],
  ])('in %s: %s', (path, source, name, room) => {
    expect(checkWith({ [path]: source })).toEqual([`${path}:1 imports ${name}, which ${room} may not`])
  })

  it('a deep file, past the door', () => {
    const probe = { 'main/probe.ts': `import type { read } from '../store/rows.ts'` }
    expect(checkWith(probe)).toEqual(['main/probe.ts:1 imports store/rows.ts, past the doors of store: api.ts'])
  })

  it('another feature by any file but its index', () => {
    const probe = { 'window/features/codes/probe.ts': `import { Screen } from '../results/Screen.tsx'` }
    expect(checkWith(probe)).toEqual([
      'window/features/codes/probe.ts:1 imports window/features/results/Screen.tsx, past the doors of window/features/*: index.ts',
    ])
  })

  it('a door that is there for another room', () => {
    const probe = { 'window/features/codes/probe.ts': `import { words } from '../results/words.ts'` }
    expect(checkWith(probe)).toEqual([
      'window/features/codes/probe.ts:1 imports window/features/results/words.ts, past the doors of window/features/*: index.ts',
    ])
  })

  it('a file that is no door, also of the room that has a door to itself', () => {
    const probe = { 'window/words.ts': `export { Screen } from './features/results/Screen.tsx'` }
    expect(checkWith(probe)).toEqual([
      'window/words.ts:1 imports window/features/results/Screen.tsx, past the doors of window/features/*: index.ts',
    ])
  })

  it('the room above a room that may not ask it', () => {
    const probe = { 'main/probe.ts': `import '../main/desktop/window.ts'` }
    expect(checkWith(probe)).toEqual([
      'main/probe.ts:1 imports main/desktop/window.ts: main may not import main/desktop',
    ])
  })

  it('a name for a folder that leads into a room that is not allowed', () => {
    const probe = { 'main/probe.ts': `import { line } from '#parts/line'` }
    expect(checkWith(probe)).toEqual(['main/probe.ts:1 imports window/parts/line.ts: main may not import window/parts'])
  })

  it('a worker that is imported, also in its own room', () => {
    const probe = { 'store/probe.ts': `import './worker.ts'` }
    expect(checkWith(probe)).toEqual(['store/probe.ts:1 imports store/worker.ts, which is started and not imported'])
  })

  it('an entry of the build that the table does not know', () => {
    const probe = {
      'build.config.ts': `export default { a: from('main/start.ts'), b: from('electron/other.ts') }`,
      'electron/other.ts': '',
    }
    const table = { ...house, rooms: [...house.rooms, { at: 'electron', rooms: [], packages: [] }] }
    expect(checkWith(probe, table)).toEqual([
      'build.config.ts:1 builds electron/other.ts, which is no entry of electron',
    ])
  })

  it('a file in a room that is not in the table, and so what it imports', () => {
    const probe = { 'attic/probe.ts': `import { call } from '../main/call.ts'` }
    expect(checkWith(probe)).toEqual(['attic/probe.ts is in no room of the table'])
  })

  it('a file beside the folders of a room that is a folder of each', () => {
    expect(checkWith({ 'window/features/probe.ts': '' })).toEqual([
      'window/features/probe.ts is in no room of the table',
    ])
  })

  it('an import of what is not there', () => {
    const probe = { 'main/probe.ts': `import { gone } from './gone.ts'` }
    expect(checkWith(probe)).toEqual(['main/probe.ts:1 imports main/gone.ts, which is not there'])
  })

  it('an import that is put together at run time', () => {
    const probe = { 'main/probe.ts': `export const any = (name: string) => import(name)` }
    expect(checkWith(probe)).toEqual(['main/probe.ts:1 imports what nobody can tell before it runs'])
  })

  it('a circle, also one of types', () => {
    const files = {
      'main/a.ts': `import type { B } from './b.ts'\nexport type A = B`,
      'main/b.ts': `import type { C } from './c.ts'\nexport type B = C`,
      'main/c.ts': `import type { A } from './a.ts'\nexport type C = A`,
    }
    expect(checkWith(files)).toEqual(['a circle: main/a.ts → main/b.ts → main/c.ts'])
  })

  it('a table that names rooms, doors and entries that are not there', () => {
    const table = {
      ...house,
      rooms: [
        ...house.rooms,
        { at: 'cellar', rooms: ['roof'], packages: [], doors: ['stairs.ts'], doorsFor: { loft: ['hatch.ts'] } },
      ],
    }
    expect(checkWith({ 'cellar/wine.ts': '' }, table)).toEqual([
      'the table lets cellar import roof, which it does not have',
      'the table has a door of cellar for loft, which it does not have',
      'cellar/stairs.ts is not there',
    ])
    expect(checkWith({}, table)).toContain('the table has cellar, where nothing is')
  })

  it('a table in which rooms ask each other, but for the folders of one kind', () => {
    const table = {
      ...house,
      rooms: house.rooms.map((room) => (room.at === 'shared' ? { ...room, rooms: ['main/desktop'] } : room)),
    }
    expect(checkWith({}, table)).toEqual(['the table lets rooms ask each other: main → store → shared → main/desktop'])
  })

  it('what it cannot read', () => {
    expect(() => checkWith({ 'main/probe.ts': 'import {' })).toThrow('main/probe.ts')
  })
})
