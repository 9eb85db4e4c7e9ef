import type { ReactNode } from 'react'
import { Tab, TabList, TabPanel, Tabs } from 'react-aria-components'
import { wholeNumber } from '../format/numbers.ts'
import { classNames } from './class-names.ts'
import styles from './ScreenTabs.module.css'

export interface ScreenTab<Id extends string> {
  readonly id: Id
  readonly words: string
  /** Shown beside the words, unless 0. */
  readonly count?: number
  /** Lets the content scroll by itself, as a grid does. */
  readonly fills?: boolean
  readonly content: ReactNode
}

interface ScreenTabsProps<Id extends string> {
  readonly label: string
  readonly tabs: readonly ScreenTab<Id>[]
  /** The tab shown; without it the component keeps the choice itself. */
  readonly selected?: NoInfer<Id>
  onSelect?(id: NoInfer<Id>): void
  /** Shown at the right end of the row of tabs. */
  readonly aside?: ReactNode
}

/** The views of a screen as tabs. */
export function ScreenTabs<Id extends string>({ label, tabs, selected, onSelect, aside }: ScreenTabsProps<Id>) {
  return (
    <Tabs
      className={styles.tabs ?? ''}
      {...(selected === undefined ? {} : { selectedKey: selected })}
      onSelectionChange={(key) => {
        const chosen = tabs.find(({ id }) => id === key)
        if (chosen) onSelect?.(chosen.id)
      }}
    >
      <div className={styles.tabLine}>
        <TabList className={classNames(styles.tabList, styles.inLine)} aria-label={label}>
          {tabs.map(({ id, words, count = 0 }) => (
            <Tab key={id} id={id} className={styles.tab ?? ''}>
              {words}
              {count > 0 && <span className={styles.count}>{wholeNumber(count)}</span>}
            </Tab>
          ))}
        </TabList>
        {aside}
      </div>
      {tabs.map(({ id, fills = false, content }) => (
        <TabPanel key={id} id={id} className={classNames(styles.panel, fills && styles.fills)}>
          {content}
        </TabPanel>
      ))}
    </Tabs>
  )
}
