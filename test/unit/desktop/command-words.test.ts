import { expect, it } from 'vitest'
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
])('an installed app started as %j runs %j', (argv, words) => {
  expect(commandWords(argv, true)).toEqual(words)
})

it('skips the folder of an app that is not packaged', () => {
  expect(commandWords(['electron', '.', 'status'], false)).toEqual(['status'])
  expect(commandWords(['electron', 'sync'], false)).toBeNull()
})
