import { ChevronRight } from 'lucide-react'
import type { ReactNode } from 'react'
import { Button, Disclosure, DisclosurePanel, Heading } from 'react-aria-components'
import { classNames } from './class-names.ts'
import styles from './Fold.module.css'

interface FoldProps {
  readonly title: string
  /** The title's heading level in the outline of the page. */
  readonly level?: 2 | 3
  /** As wide as the card around it. */
  readonly wide?: boolean
  /** Whether it begins unfolded. */
  readonly isOpen?: boolean
  readonly children: ReactNode
}

/** A part that is rarely needed, folded away beneath its title. */
export function Fold({ title, level = 3, wide = false, isOpen = false, children }: FoldProps) {
  return (
    <Disclosure className={classNames(styles.fold, wide && styles.wide)} defaultExpanded={isOpen}>
      <Heading level={level} className={styles.heading ?? ''}>
        <Button slot="trigger" className={styles.trigger ?? ''}>
          <ChevronRight aria-hidden />
          {title}
        </Button>
      </Heading>
      <DisclosurePanel>{children}</DisclosurePanel>
    </Disclosure>
  )
}
