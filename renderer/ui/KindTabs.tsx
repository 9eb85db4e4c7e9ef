import { type ReactNode, useState } from 'react'
import { Tab, TabList, TabPanel, Tabs } from 'react-aria-components'
import { wholeNumber } from '../format/numbers.ts'
import styles from './KindTabs.module.css'

/** Things of one kind: their name and number, and what is told of them. */
interface ListedKind {
  readonly id: string
  readonly words: string
  readonly count: number
  readonly children: ReactNode
}

/**
 * What a change would do, by kind: the kinds with their numbers at the side, the things of one beside them. It opens with
 * the first kind that has any; one without cannot be chosen.
 */
export function KindTabs({ label, kinds }: { readonly label: string; readonly kinds: readonly ListedKind[] }) {
  const [chosen, setChosen] = useState(() => (kinds.find(({ count }) => count > 0) ?? kinds[0])?.id ?? '')
  return (
    <div className={styles.frame}>
      <Tabs
        className={styles.kinds ?? ''}
        orientation="vertical"
        selectedKey={chosen}
        onSelectionChange={(key) => setChosen(String(key))}
      >
        <TabList className={styles.list ?? ''} aria-label={label}>
          {kinds.map(({ id, words, count }) => (
            <Tab key={id} id={id} className={styles.kind ?? ''} isDisabled={count === 0}>
              <span>{words}</span>
              <span className={styles.number}>{wholeNumber(count)}</span>
            </Tab>
          ))}
        </TabList>
        {kinds.map(({ id, children }) => (
          <TabPanel key={id} id={id} className={styles.panel ?? ''}>
            {children}
          </TabPanel>
        ))}
      </Tabs>
    </div>
  )
}

/** A sentence above or below the table of a kind. */
export const KindNote = ({ children }: { readonly children: ReactNode }) => <p className={styles.why}>{children}</p>
