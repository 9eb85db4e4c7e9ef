import { CheckCheck, Copy, Printer } from 'lucide-react'
import { useEffect, useState } from 'react'
import { Trans } from 'react-i18next'
import { digestPage } from '../../../shared/digest-page.ts'
import type { Digest } from '../../../shared/model/digest.ts'
import { api, asAppError } from '../../api/client.ts'
import { lookedAt, useAccounts, zoneOf } from '../../app/accounts.ts'
import { useClock } from '../../app/clock.ts'
import { useCommand } from '../../app/commands.ts'
import { say, sayFailed } from '../../app/feedback.ts'
import { printPage } from '../../app/print.ts'
import { longDate, sentenceWhen, shortDate } from '../../format/time.ts'
import { t } from '../../format/words.ts'
import { ListError } from '../../list/ListStates.tsx'
import { Button } from '../../ui/Button.tsx'
import { PrintPages } from '../../ui/PrintPages.tsx'
import { Screen, ScreenLoading, ScreenTitle } from '../../ui/Screen.tsx'
import { shortcutName } from '../../ui/shortcuts.ts'
import { PeopleDialogs } from '../people/index.ts'
import { IncompleteLine } from '../results/index.ts'
import { Coverage } from './Coverage.tsx'
import styles from './HomeScreen.module.css'
import { homeWatch, lookAtHome, markSeen, useHome } from './home.ts'
import { NeedsYou } from './NeedsYou.tsx'
import { NewResults } from './NewResults.tsx'

/** What is new since the teacher last looked, what waits for them, and how complete it all is. */
export function HomeScreen() {
  const { digest, error } = useHome()
  const isEmpty = useAccounts((state) => lookedAt(state).every(({ results }) => results === 0))
  useLooking(digest)
  return (
    <Screen>
      <Toolbar digest={digest} />
      <IncompleteLine />
      <ListError error={error} focus={digest === null} asBefore={digest !== null} onRetry={() => homeWatch.reload()} />
      {digest === null && error === null && <ScreenLoading>{t('home.loading')}</ScreenLoading>}
      {digest !== null && (
        <div className={styles.page}>
          <div className={styles.columns}>
            {isEmpty ? (
              <section className={styles.column} data-region="news">
                <h2 className={styles.none}>{t('home.empty.title')}</h2>
                <p className={styles.hint}>{t('home.empty.text')}</p>
              </section>
            ) : (
              <NewResults digest={digest} />
            )}
            <NeedsYou digest={digest} />
          </div>
          <Coverage />
        </div>
      )}
      <PeopleDialogs />
    </Screen>
  )
}

const isSomebodyHere = (): boolean => document.visibilityState === 'visible' && document.hasFocus()

/**
 * Reads Home while it is there, and notes that somebody looks at it: when they come here, come back to the window, or do
 * anything, not when it is only refreshed.
 */
function useLooking(digest: Digest | null): void {
  useEffect(() => {
    let stop: (() => void) | null = null
    let isLeft = false
    const read = () => {
      if (!isLeft) stop = homeWatch.watch()
    }
    // On a new day first, so that the news of another day is not shown and then taken away.
    if (isSomebodyHere()) void lookAtHome().then(read)
    else read()
    return () => {
      isLeft = true
      stop?.()
    }
  }, [])
  useEffect(() => {
    const look = () => {
      if (isSomebodyHere()) void lookAtHome()
    }
    const events = ['focus', 'pointerdown', 'keydown'] as const
    for (const event of events) window.addEventListener(event, look)
    return () => {
      for (const event of events) window.removeEventListener(event, look)
    }
  }, [])
  const isShown = digest !== null
  useEffect(() => {
    if (isShown && isSomebodyHere()) void lookAtHome()
  }, [isShown])
}

function Toolbar({ digest }: { readonly digest: Digest | null }) {
  const now = useClock((state) => state.now)
  const accounts = useAccounts()
  const zone = zoneOf(accounts.accounts, lookedAt(accounts)[0]?.id ?? null)
  const [isPrinting, setPrinting] = useState(false)
  const textOf = (shown: Digest) => digestPage({ digest: shown, accounts: statusesOf(accounts), now })
  useCommand('print', {
    words: t('home.print'),
    run: () => setPrinting(true),
    isDisabled: digest === null || isPrinting,
  })
  const copy = async (shown: Digest) => {
    try {
      await api.app.copyText({ text: textOf(shown) })
      say(t('home.copied'))
    } catch (thrown) {
      sayFailed(asAppError(thrown))
    }
  }
  const isNews = digest !== null && digest.results + digest.changed > 0
  return (
    <div className={styles.toolbar} data-region="toolbar">
      <div className={styles.line}>
        <ScreenTitle>{t('home.title')}</ScreenTitle>
        <span className={styles.room} />
        <Button icon={CheckCheck} isDisabled={!isNews} onPress={() => digest && void markSeen(digest)}>
          {t('home.markSeen')}
        </Button>
        <Button icon={Copy} isDisabled={digest === null} onPress={() => digest && void copy(digest)}>
          {t('home.copy')}
        </Button>
        <Button
          icon={Printer}
          isDisabled={digest === null || isPrinting}
          aria-keyshortcuts={shortcutName('print')}
          onPress={() => setPrinting(true)}
        >
          {t('home.print')}
        </Button>
      </div>
      <div className={styles.line}>
        {digest !== null && <Since digest={digest} zone={zone} />}
        <span className={styles.room} />
        <span className={styles.dim}>{longDate(now, zone)}</span>
      </div>
      {isPrinting && digest !== null && (
        <PrintPages isReady print={printPage} onEnd={() => setPrinting(false)}>
          <pre className={styles.printed}>{textOf(digest)}</pre>
        </PrintPages>
      )}
    </div>
  )
}

function Since({ digest: { since, accounts }, zone }: { readonly digest: Digest; readonly zone: string }) {
  const now = useClock((state) => state.now)
  const isFirst = accounts.every((each) => each.isFirst)
  const isSame = accounts.every((each) => each.since === accounts[0]?.since)
  const why = isFirst ? 'first' : isSame ? 'seen' : 'each'
  return (
    <>
      <span className={styles.since}>
        <Trans
          i18nKey="home.since"
          values={{ when: isFirst ? shortDate(since, now, zone) : sentenceWhen(since, now, zone) }}
          components={{ b: <b /> }}
        />
      </span>
      <span className={styles.dim}>{t(`home.sinceWhy.${why}`)}</span>
    </>
  )
}

/** The accounts looked at, as the page of text needs them. */
function statusesOf(accounts: ReturnType<typeof useAccounts.getState>) {
  return lookedAt(accounts).flatMap(({ id, timeZone }) => {
    const status = accounts.statuses.find((each) => each.id === id)
    return status === undefined ? [] : [{ ...status, timeZone }]
  })
}
