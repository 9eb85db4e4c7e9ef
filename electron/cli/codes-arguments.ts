import { usage } from './option-values.ts'

/** What `codes` is asked to do. */
export type CodesCommand =
  | { readonly name: 'codes'; readonly action: 'list'; readonly listId: number }
  | {
      readonly name: 'codes'
      readonly action: 'add' | 'remove'
      readonly listId: number
      readonly codes: readonly string[]
      /** A table to take more codes from; `-` is standard input. */
      readonly file: string | undefined
    }
  | { readonly name: 'codes'; readonly action: 'push' }

const actions = ['list', 'add', 'remove', 'push'] as const

/**
 * What stands behind `codes`: `list LIST_ID`, `add|remove LIST_ID [CODE…] [--file F]`, `push`.
 * @throws AppError `usage/invalid`
 */
export function codesCommand([word, ...rest]: readonly string[], file: string | undefined): CodesCommand {
  const name = 'codes'
  const action = actions.find((known) => known === word)
  if (action === undefined) {
    const problem = word === undefined ? '“codes” needs to know what to do' : `There is no “codes ${word}”`
    throw usage(`${problem}: list, add, remove or push.`)
  }
  if (action === 'push') {
    refuseRest(action, rest, file)
    return { name, action }
  }
  const [listWord, ...codes] = rest
  const listId = listOf(action, listWord)
  if (action === 'list') {
    refuseRest(action, codes, file)
    return { name, action, listId }
  }
  if (codes.length === 0 && file === undefined) {
    throw usage(`“codes ${action}” needs the codes, or a file with --file F.`)
  }
  return { name, action, listId, codes, file }
}

function listOf(action: string, word: string | undefined): number {
  if (word === undefined) throw usage(`“codes ${action}” needs the number of the access list: codes ${action} LIST_ID.`)
  if (!/^\d{1,15}$/.test(word) || Number(word) === 0) {
    throw usage(`“codes ${action}” needs the number of the access list, not “${word}”.`)
  }
  return Number(word)
}

function refuseRest(action: string, [extra]: readonly string[], file: string | undefined): void {
  if (extra !== undefined) throw usage(`“codes ${action}” does not take “${extra}”.`)
  if (file !== undefined) throw usage(`“codes ${action}” has no option --file.`)
}
