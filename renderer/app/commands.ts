import { useEffect, useRef } from 'react'
import { useShortcut } from '../ui/keyboard.ts'
import type { ShortcutId } from '../ui/shortcuts.ts'

/** Something the window can do right now, by its shortcut or by finding its name. */
export interface Command {
  readonly id: ShortcutId
  /** What it will do, as its button says. */
  readonly words: string
  run(): void
}

interface GivenCommand extends Omit<Command, 'id'> {
  readonly isDisabled?: boolean
}

const offered = new Map<ShortcutId, () => Command | null>()

/** What can be done on the screen shown, beside what can be done anywhere. */
export const commandsNow = (): readonly Command[] => [...offered.values()].flatMap((command) => command() ?? [])

/** Offers a command while the component is mounted: its shortcut runs it, and finding its name does. */
export function useCommand(id: ShortcutId, { isDisabled = false, ...command }: GivenCommand): void {
  const latest = useRef({ isDisabled, ...command })
  useEffect(() => {
    latest.current = { isDisabled, ...command }
  })
  useShortcut(id, () => {
    if (!latest.current.isDisabled) latest.current.run()
  })
  useEffect(() => {
    const now = () => (latest.current.isDisabled ? null : { id, ...latest.current })
    offered.set(id, now)
    return () => {
      // The next screen may have offered its own already.
      if (offered.get(id) === now) offered.delete(id)
    }
  }, [id])
}
