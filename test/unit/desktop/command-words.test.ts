import { expect, it } from 'vitest'
import { commandNames } from '../../../electron/cli/commands.ts'
import { commandWords } from '../../../electron/desktop/command-words.ts'

it.each([
  [['gradekeep'], null],
  [['gradekeep', '--user-data-dir=/tmp/sync'], null],
  [['gradekeep', '/home/t/results.xlsx'], null],
  [['gradekeep', 'https://www.classmarker.com'], null],
  [
    ['gradekeep', 'sync', '--json'],
    ['sync', '--json'],
  ],
  [
    ['gradekeep', '--data-dir', '/tmp/x', 'export', 'a.xlsx'],
    ['--data-dir', '/tmp/x', 'export', 'a.xlsx'],
  ],
  [['gradekeep', '--help'], ['--help']],
  [['gradekeep', '-h'], ['-h']],
  [['gradekeep', 'snyc'], ['snyc']],
  [
    ['gradekeep', 'certificates', 'CA'],
    ['certificates', 'CA'],
  ],
  [
    ['gradekeep', 'codes', 'add', '123456', '--', '-A'],
    ['codes', 'add', '123456', '--', '-A'],
  ],
  [
    ['gradekeep', '--data-dir=/tmp/x', 'snyc'],
    ['--data-dir=/tmp/x', 'snyc'],
  ],
  [['gradekeep', '--no-sandbox', '--enable-logging'], null],
  [['gradekeep', 'file:///home/t/a'], null],
  [['gradekeep', '-psn_0_12345'], null],
])('an installed app started as %j runs %j', (argv, words) => {
  expect(commandWords(argv, true)).toEqual(words)
})

it.each(commandNames)('knows the command %s wherever it stands', (name) => {
  expect(commandWords(['gradekeep', '/tmp/x', name], true)).toEqual(['/tmp/x', name])
})

it('skips the folder of an app that is not packaged', () => {
  expect(commandWords(['electron', '.', 'status'], false)).toEqual(['status'])
  expect(commandWords(['electron', 'sync'], false)).toBeNull()
})
