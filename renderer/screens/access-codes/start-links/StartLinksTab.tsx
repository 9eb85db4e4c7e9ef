import { useEffect } from 'react'
import type { AccessListSummary } from '../../../../shared/model/access-code.ts'
import { Button } from '../../../components/Button.tsx'
import { ErrorMessage } from '../../../components/ErrorMessage.tsx'
import { t } from '../../../i18n.ts'
import { useAccounts, zoneOf } from '../../../state/accounts.ts'
import { useStartLinks } from '../../../state/start-links.ts'
import { NothingHere } from '../../../ui/NothingHere.tsx'
import { HandOutStep } from './HandOutStep.tsx'
import { LinkStep } from './LinkStep.tsx'
import { PeopleStep } from './PeopleStep.tsx'
import styles from './StartLinksTab.module.css'
import { useStartPeople } from './use-start-people.ts'

/** Addresses that start a link's test for each of some people: the link, the people, then how they are handed out. */
export function StartLinksTab({ list: { accountId, listId } }: { list: AccessListSummary }) {
  const { list, links, error, linkId, open, watch } = useStartLinks()
  const zone = zoneOf(
    useAccounts((state) => state.accounts),
    accountId,
  )
  useEffect(() => watch({ accountId, listId }), [watch, accountId, listId])

  // Until the store has turned to this list, what it holds belongs to another.
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
