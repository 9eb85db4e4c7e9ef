import { useState } from 'react'
import type { AppError } from '../../../../shared/errors.ts'
import type { StartPerson } from '../../../../shared/model/start-link.ts'
import { api, asAppError } from '../../../api/client.ts'
import { Button } from '../../../components/Button.tsx'
import { Choice } from '../../../components/Choice.tsx'
import { ErrorMessage } from '../../../components/ErrorMessage.tsx'
import { t } from '../../../i18n.ts'
import { useStartLinks } from '../../../state/start-links.ts'
import { peopleOfCodes } from './people.ts'
import styles from './StartLinksTab.module.css'

interface ListedPeopleProps {
  readonly zone: string
  onPeople(people: readonly StartPerson[]): void
}

type Which = 'all' | 'unused' | 'named'

/** The codes of the list, each for the person named beside it. */
export function ListedPeople({ zone, onPeople }: ListedPeopleProps) {
  const list = useStartLinks((state) => state.list)
  const [which, setWhich] = useState<Which>('all')
  const [busy, setBusy] = useState(false)
  const [error, setError] = useState<AppError | null>(null)

  const read = async () => {
    if (list === null) return
    setBusy(true)
    setError(null)
    try {
      const entries = await api.codes.entries({ list, filter: which === 'unused' ? { use: 'unused' } : {} })
      onPeople(peopleOfCodes(which === 'named' ? entries.filter(({ name }) => name?.trim()) : entries))
    } catch (thrown) {
      setError(asAppError(thrown))
    }
    setBusy(false)
  }
  return (
    <>
      {error !== null && <ErrorMessage error={error} zone={zone} focus />}
      <div className={styles.line}>
        <Choice<Which>
          label={t('startLinks.people.whichCodes')}
          value={which}
          options={[
            { value: 'all', words: t('startLinks.people.all') },
            { value: 'unused', words: t('startLinks.people.unused') },
            { value: 'named', words: t('startLinks.people.named') },
          ]}
          onChange={setWhich}
        />
        <Button isDisabled={busy} onPress={() => void read()}>
          {t('startLinks.people.useCodes')}
        </Button>
      </div>
    </>
  )
}
