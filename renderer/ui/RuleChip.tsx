import { type ReactNode, useRef } from 'react'
import { Button, Dialog } from 'react-aria-components'
import { Popover } from './Dialog.tsx'
import editor from './Editor.module.css'
import styles from './RuleChip.module.css'

/** The class of a row of such chips. */
export const ruleChips = styles.chips ?? ''

interface RuleChipProps {
  readonly id: string
  /** What is chosen, as the heading of its choice. */
  readonly name: string
  /** Stands before the words, where they do not speak for themselves. */
  readonly lead?: string
  readonly words: string
  /** What a screen reader hears: name and words. */
  readonly label: string
  readonly isOpen: boolean
  onOpen(open: boolean): void
  /** Its choice. */
  readonly children: ReactNode
}

/** A rule in force, as a chip in a list; a press opens its choice. */
export function RuleChip({ id, name, lead, words, label, isOpen, onOpen, children }: RuleChipProps) {
  const chip = useRef<HTMLButtonElement>(null)
  return (
    <li>
      <Button
        ref={chip}
        className={styles.chip ?? ''}
        data-chip={id}
        aria-label={label}
        aria-haspopup="dialog"
        onPress={() => onOpen(true)}
      >
        {lead !== undefined && <span>{lead}</span>} <span className={styles.value}>{words}</span>
      </Button>
      <Popover triggerRef={chip} isOpen={isOpen} onOpenChange={onOpen}>
        <Dialog aria-label={name} className={editor.dialog ?? ''}>
          <div className={editor.editor}>
            <div className={editor.head}>
              <span className={editor.title}>{name}</span>
            </div>
            {children}
          </div>
        </Dialog>
      </Popover>
    </li>
  )
}
