import type { CodesSource } from './codes-file.ts'
import { usage } from './option-values.ts'

/** What `codes` is asked to do. */
export type CodesCommand =
  | { readonly name: 'codes'; readonly action: 'list'; readonly listId: number }
  | {
      readonly name: 'codes'
      readonly action: 'add' | 'remove'
      readonly listId: number
      readonly codes: readonly string[]
      /** A table to take more codes from. */
      readonly source: CodesSource | undefined
    }
  | { readonly name: 'codes'; readonly action: 'push' }

const actions = ['list', 'add', 'remove', 'push'] as const

/** The options of `codes`. */
export const codesOptions = {
  file: { type: 'string' },
  column: { type: 'string' },
  sheet: { type: 'string' },
  encoding: { type: 'string' },
} as const

type CodesOptions = Readonly<Partial<Record<keyof typeof codesOptions, string | undefined>>>

const optionNames = Object.keys(codesOptions) as (keyof CodesOptions)[]

/**
 * What stands behind `codes`: `list LIST_ID`, `add|remove LIST_ID [CODE…] [--file F [--column NAME] [--sheet NAME]
 * [--encoding NAME]]`, `push`.
 * @throws AppError `usage/invalid`
 */
export function codesCommand([word, ...rest]: readonly string[], options: CodesOptions): CodesCommand {
  const name = 'codes'
  const action = actions.find((known) => known === word)
  if (action === undefined) {
    const problem = word === undefined ? '“codes” needs to know what to do' : `There is no “codes ${word}”`
    throw usage(`${problem}: list, add, remove or push.`)
  }
  if (action === 'push') {
    refuseRest(action, rest, options)
    return { name, action }
  }
  const [listWord, ...codes] = rest
  const listId = listOf(action, listWord)
  if (action === 'list') {
    refuseRest(action, codes, options)
    return { name, action, listId }
  }
  const source = sourceOf(options)
  if (codes.length === 0 && source === undefined) {
    throw usage(`“codes ${action}” needs the codes, or a file with --file F.`)
  }
  return { name, action, listId, codes, source }
}

function sourceOf({ file, column, sheet, encoding }: CodesOptions): CodesSource | undefined {
  const given = { file, column, sheet, encoding }
  if (file !== undefined) return { file, column, sheet, encoding }
  const stray = optionNames.find((option) => given[option] !== undefined)
  if (stray !== undefined) throw usage(`--${stray} says how a file is read: it needs --file F.`)
  return undefined
}

function listOf(action: string, word: string | undefined): number {
  if (word === undefined) throw usage(`“codes ${action}” needs the number of the access list: codes ${action} LIST_ID.`)
  if (!/^\d{1,15}$/.test(word) || Number(word) === 0) {
    throw usage(`“codes ${action}” needs the number of the access list, not “${word}”.`)
  }
  return Number(word)
}

function refuseRest(action: string, [extra]: readonly string[], options: CodesOptions): void {
  if (extra !== undefined) throw usage(`“codes ${action}” does not take “${extra}”.`)
  const stray = optionNames.find((option) => options[option] !== undefined)
  if (stray !== undefined) throw usage(`“codes ${action}” has no option --${stray}.`)
}
