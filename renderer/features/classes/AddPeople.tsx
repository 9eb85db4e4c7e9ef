import { useEffect, useState } from 'react'
import type { AppError } from '../../../shared/errors.ts'
import type { AccessListSummary } from '../../../shared/model/access-code.ts'
import type { ClassSummary } from '../../../shared/model/class.ts'
import { type ClassColumn, type ClassColumns, type ClassDiff, classColumns } from '../../../shared/model/class-file.ts'
import { feeds } from '../../../shared/model/result-values.ts'
import type { SourceFacet } from '../../../shared/model/results-view.ts'
import { api, asAppError } from '../../api/client.ts'
import { isPlatform, systemZone, useAccounts } from '../../app/accounts.ts'
import { t } from '../../format/words.ts'
import { Button } from '../../ui/Button.tsx'
import { DialogButtons } from '../../ui/Dialog.tsx'
import { ErrorMessage } from '../../ui/ErrorMessage.tsx'
import { SelectField } from '../../ui/SelectField.tsx'
import { type ChosenTable, TableChoice } from '../tables/index.ts'
import styles from './Classes.module.css'
import { diffOfCodes, diffOfStudents } from './class-people.ts'
import { type PeopleSource, useClasses } from './classes.ts'
import { DiffPreview, type DiffPreviewProps } from './DiffPreview.tsx'
import { type LikeSomebody, likeSomebody } from './PerhapsHere.tsx'
import { peopleColumns } from './people-columns.ts'

interface SourceProps {
  readonly shown: ClassSummary
  onDiff(diff: ClassDiff, perhaps?: readonly LikeSomebody[]): void
}

/** Adds students to a class: first where they come from, then what that would change. */
export function AddPeople({ shown, from }: { shown: ClassSummary; from: PeopleSource }) {
  const { change, go } = useClasses()
  const [found, setFound] = useState<Pick<DiffPreviewProps, 'diff' | 'perhaps'> | null>(null)
  const onDiff: SourceProps['onDiff'] = (diff, perhaps = []) => setFound({ diff, perhaps })
  return (
    <>
      {/* The source stays mounted behind the preview, so that nothing chosen is lost. */}
      <div hidden={found !== null}>
        {from === 'file' ? (
          <FileSource shown={shown} onDiff={onDiff} />
        ) : (
          <div className={styles.source}>
            {from === 'source' ? (
              <ResultsSource shown={shown} onDiff={onDiff} />
            ) : (
              <CodesSource shown={shown} onDiff={onDiff} />
            )}
          </div>
        )}
      </div>
      {found !== null && (
        <DiffPreview
          {...found}
          isFile={from === 'file'}
          onConfirm={(made) => change(made, t('classes.done.members', { name: shown.name }))}
          onCancel={() => go({ at: 'class', id: shown.id })}
          onBack={() => setFound(null)}
        />
      )}
    </>
  )
}

const useBack = ({ id }: ClassSummary) => {
  const go = useClasses((state) => state.go)
  return () => go({ at: 'class', id })
}

const wanted = peopleColumns(classColumns.filter((id) => id !== 'learnerId'))

function FileSource({ shown, onDiff }: SourceProps) {
  const preview = async ({ id, withFirstRow, choice }: ChosenTable<ClassColumn>) => {
    const chosen = Object.entries(choice).filter(([, at]) => at !== null)
    const columns = Object.fromEntries(chosen) as ClassColumns
    const { account, id: classId } = shown
    const diff = await api.classes.preview({ account, classId, table: { id, withFirstRow, columns } })
    onDiff(diff, await likeSomebody(account, diff))
  }
  const ofPlatform = useAccounts(({ accounts }) => isPlatform(accounts, shown.account))
  return (
    <>
      {ofPlatform && <p className={styles.lead}>{t('classes.learnerLead')}</p>}
      <TableChoice
        columns={ofPlatform ? wanted.ofPlatform : wanted.usual}
        onChosen={preview}
        onClose={useBack(shown)}
      />
    </>
  )
}

/** Reads something once, and says where that fails. */
export function useRead<Value>(read: () => Promise<Value>) {
  const [value, setValue] = useState<Value | null>(null)
  const [error, setError] = useState<AppError | null>(null)
  // biome-ignore lint/correctness/useExhaustiveDependencies: read once, when the source is shown
  useEffect(() => {
    let isHere = true
    read().then(
      (answer) => isHere && setValue(answer),
      (thrown) => isHere && setError(asAppError(thrown)),
    )
    return () => {
      isHere = false
    }
  }, [])
  return { value, error, setError }
}

const keyOf = ({ feed, id }: SourceFacet): string => `${feed} ${id}`

function ResultsSource({ shown, onDiff }: SourceProps) {
  const { members, known } = useClasses()
  const { value, error, setError } = useRead(() => api.results.facets({ accounts: [shown.account] }))
  const [chosen, setChosen] = useState<string | null>(null)
  const sources = value?.sources ?? []
  const source = sources.find((each) => keyOf(each) === chosen)
  const look = async () => {
    if (source === undefined || members === null || known === null) return
    try {
      const { feed, id } = source
      const found = await api.classes.students({
        filter: [
          { field: 'account', op: 'in', value: [shown.account] },
          { field: 'source', op: 'in', value: [{ feed, id }] },
        ],
      })
      onDiff(diffOfStudents(found, new Set(known.map(({ key }) => key)), members))
    } catch (thrown) {
      setError(asAppError(thrown))
    }
  }
  return (
    <>
      <p className={styles.lead}>{t('classes.sourceLead')}</p>
      {error !== null && <ErrorMessage error={error} zone={systemZone} focus />}
      {value !== null && sources.length === 0 && <p className={styles.none}>{t('classes.noSources')}</p>}
      {sources.length > 0 && (
        <SelectField
          label={t('classes.sourceLabel')}
          value={chosen}
          placeholder={t('classes.sourceChoose')}
          sections={feeds
            .map((feed) => ({
              title: t(`filter.${feed}`),
              options: sources
                .filter((each) => each.feed === feed)
                .map((each) => ({ value: keyOf(each), words: each.name })),
            }))
            .filter(({ options }) => options.length > 0)}
          onChange={setChosen}
        />
      )}
      <Look shown={shown} isReady={source !== undefined && known !== null} onLook={() => void look()} />
    </>
  )
}

function CodesSource({ shown, onDiff }: SourceProps) {
  const { members, known } = useClasses()
  const { value, error, setError } = useRead(() => api.codes.lists({ accounts: [shown.account] }))
  const [chosen, setChosen] = useState<string | null>(null)
  const [none, setNone] = useState(false)
  const lists = (value ?? []).filter(({ knownHere }) => knownHere > 0)
  const list = lists.find(({ listId }) => `${listId}` === chosen)
  const look = async () => {
    if (list === undefined || members === null || known === null) return
    try {
      const { accountId, listId } = list
      const codes = await api.codes.accessCodes({ list: { accountId, listId }, filter: {} })
      const named = codes.filter(({ name }) => name?.trim())
      setNone(named.length === 0)
      if (named.length === 0) return
      const diff = diffOfCodes(named, known, members)
      onDiff(diff, await likeSomebody(accountId, diff))
    } catch (thrown) {
      setError(asAppError(thrown))
    }
  }
  return (
    <>
      <p className={styles.lead}>{t('classes.codesLead')}</p>
      {error !== null && <ErrorMessage error={error} zone={systemZone} focus />}
      {value !== null && lists.length === 0 && <p className={styles.none}>{t('classes.noCodes')}</p>}
      {lists.length > 0 && (
        <SelectField
          label={t('classes.codesLabel')}
          value={chosen}
          placeholder={t('classes.codesChoose')}
          sections={[
            {
              title: null,
              options: lists.map((each) => ({
                value: `${each.listId}`,
                words: t('classes.codesOf', { name: listWords(each), count: each.knownHere }),
              })),
            },
          ]}
          onChange={setChosen}
        />
      )}
      <p role="status" className={styles.note}>
        {none && t('classes.nobody')}
      </p>
      <Look shown={shown} isReady={list !== undefined && known !== null} onLook={() => void look()} />
    </>
  )
}

const listWords = ({ name, links, listId }: AccessListSummary): string =>
  name ?? (links.map((link) => link.name).join(', ') || `${listId}`)

interface LookProps {
  readonly shown: ClassSummary
  readonly isReady: boolean
  onLook(): void
}

const Look = ({ shown, isReady, onLook }: LookProps) => (
  <DialogButtons>
    <Button onPress={useBack(shown)}>{t('action.cancel')}</Button>
    <Button look="primary" isDisabled={!isReady} onPress={onLook}>
      {t('classes.look')}
    </Button>
  </DialogButtons>
)
