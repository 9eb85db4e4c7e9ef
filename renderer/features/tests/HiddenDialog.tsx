import { useEffect, useState } from 'react'
import { feeds } from '../../../shared/model/result-values.ts'
import type { Hideable } from '../../../shared/model/test-figures.ts'
import { api, asAppError } from '../../api/client.ts'
import { useAccounts } from '../../app/accounts.ts'
import { sayFailed } from '../../app/feedback.ts'
import { t } from '../../format/words.ts'
import { Button } from '../../ui/Button.tsx'
import { Switch } from '../../ui/Choice.tsx'
import { Dialog, DialogButtons } from '../../ui/Dialog.tsx'
import { setHidden } from './hidden.ts'
import styles from './TestsScreen.module.css'

const kinds = ['test', ...feeds] as const

/** Which tests, groups, links and courses are shown in lists and choices. */
export function HiddenDialog({ onClose }: { onClose(): void }) {
  const [all, setAll] = useState<readonly Hideable[] | null>(null)
  useEffect(() => {
    let isOpen = true
    const load = () => {
      api.tests
        .hideables({ accounts: useAccounts.getState().filterAccounts() })
        .then((found) => isOpen && setAll(found))
        .catch((thrown) => sayFailed(asAppError(thrown)))
    }
    load()
    const stop = api.students.changed(load)
    return () => {
      isOpen = false
      stop()
    }
  }, [])
  return (
    <Dialog title={t('tests.hidden.title')} onClose={onClose}>
      <p>{t('tests.hidden.lead')}</p>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keyboard */}
      <div className={styles.hideables} tabIndex={0} data-scrolls>
        {all?.length === 0 && <p>{t('tests.hidden.none')}</p>}
        {kinds.map((kind) => {
          const own = all?.filter((each) => each.kind === kind) ?? []
          if (own.length === 0) return null
          return (
            <section key={kind}>
              <h3 className={styles.kind}>{t(kind === 'test' ? 'tests.hidden.tests' : `tests.hidden.${kind}`)}</h3>
              {own.map((each) => (
                <Switch
                  key={`${each.account} ${each.id}`}
                  words={each.name}
                  isSelected={!each.hidden}
                  onChange={(isShown) => void setHidden(each, !isShown)}
                />
              ))}
            </section>
          )
        })}
      </div>
      <DialogButtons>
        <Button onPress={onClose}>{t('tests.hidden.done')}</Button>
      </DialogButtons>
    </Dialog>
  )
}
