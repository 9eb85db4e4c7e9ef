import { useEffect } from 'react'
import type { AccessListSummary } from '../../../shared/model/access-code.ts'
import type { StartableLink } from '../../../shared/model/start-link.ts'
import { useAccounts, zoneOf } from '../../app/accounts.ts'
import { t } from '../../format/words.ts'
import { Button } from '../../ui/Button.tsx'
import { ErrorMessage } from '../../ui/ErrorMessage.tsx'
import { NothingHere } from '../../ui/Screen.tsx'
import { SelectField } from '../../ui/SelectField.tsx'
import { HandOutStep } from './HandOutStep.tsx'
import { PeopleStep, Step } from './PeopleStep.tsx'
import styles from './StartLinks.module.css'
import { useStartLinks, useStartPeople } from './start-links.ts'

/** Makes addresses that each start a link's test for one person, in steps: the link, the people, then handing out. */
export function StartLinksTab({ list: { accountId, listId } }: { list: AccessListSummary }) {
  const { list, links, error, linkId, open, watch } = useStartLinks()
  const zone = zoneOf(
    useAccounts((state) => state.accounts),
    accountId,
  )
  useEffect(() => watch({ accountId, listId }), [watch, accountId, listId])

  // Until the store has opened this list, it holds the data of another.
  const isHere = list?.accountId === accountId && list.listId === listId
  const link = isHere ? (links?.find((one) => one.linkId === linkId) ?? null) : null
  return (
    <div className={styles.page}>
      {isHere && error !== null && (
        <ErrorMessage error={error} zone={zone} focus={links === null}>
          <Button onPress={() => void open({ accountId, listId })}>{t('action.tryAgain')}</Button>
        </ErrorMessage>
      )}
      {!isHere || links === null ? (
        error === null && <p className={styles.dim}>{t('startLinks.loading')}</p>
      ) : links.length === 0 ? (
        <NothingHere title={t('startLinks.none.title')} text={t('startLinks.none.text')} />
      ) : (
        <>
          <LinkStep listId={listId} links={links} link={link} />
          {link !== null && link.linkUrlId !== null && (
            <People key={`${accountId} ${listId}`} listId={listId} link={link} linkUrlId={link.linkUrlId} zone={zone} />
          )}
        </>
      )}
    </div>
  )
}

interface PeopleProps {
  readonly listId: number
  readonly link: Parameters<typeof HandOutStep>[0]['link']
  readonly linkUrlId: string
  readonly zone: string
}

function People({ listId, link, linkUrlId, zone }: PeopleProps) {
  const made = useStartPeople(link.accessListId, listId)
  return (
    <>
      <PeopleStep made={made} linkUrlId={linkUrlId} zone={zone} canGive={link.accessListId === listId} />
      {made.people.length > 0 && <HandOutStep made={made} link={link} linkUrlId={linkUrlId} zone={zone} />}
    </>
  )
}

interface LinkStepProps {
  readonly listId: number
  readonly links: readonly StartableLink[]
  readonly link: StartableLink | null
}

const named = ({ linkId, name, testName }: StartableLink) => ({
  value: String(linkId),
  words: name === testName ? name : t('startLinks.link.named', { link: name, test: testName }),
})

/** Chooses the link to start; links of this list come first. */
function LinkStep({ listId, links, link }: LinkStepProps) {
  const chooseLink = useStartLinks((state) => state.chooseLink)
  const ofList = links.filter(({ accessListId }) => accessListId === listId)
  const others = links.filter(({ accessListId }) => accessListId !== listId)
  const sections = [
    { title: t('startLinks.link.ofList'), options: ofList.map(named) },
    { title: t('startLinks.link.others'), options: others.map(named) },
  ]
  return (
    <Step number={1} title={t('startLinks.link.title')}>
      <div className={styles.narrow}>
        <SelectField
          label={t('startLinks.link.label')}
          value={link === null ? null : String(link.linkId)}
          placeholder={t('startLinks.link.choose')}
          sections={sections.filter(({ options }) => options.length > 0)}
          onChange={(value) => chooseLink(Number(value))}
        />
      </div>
      {link !== null && <LinkWords listId={listId} link={link} />}
    </Step>
  )
}

function LinkWords({ listId, link }: { listId: number; link: StartableLink }) {
  if (link.linkUrlId === null) return <p>{t('startLinks.link.notVisible')}</p>
  return (
    <>
      <p className={styles.dim}>{t('startLinks.link.test', { test: link.testName })}</p>
      {link.accessListId === null && <p>{t('startLinks.link.noCode')}</p>}
      {link.accessListId !== null && link.accessListId !== listId && <p>{t('startLinks.link.otherList')}</p>}
    </>
  )
}
