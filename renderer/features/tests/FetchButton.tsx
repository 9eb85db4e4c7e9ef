import { useEffect, useState } from 'react'
import { Header, Menu, MenuItem, MenuSection, MenuTrigger } from 'react-aria-components'
import type { ClassMarkerFeed } from '../../../shared/model/result-values.ts'
import type { RequestBudget } from '../../../shared/model/sync.ts'
import type { AssignedSource, TestPage } from '../../../shared/model/test-figures.ts'
import { api, asAppError } from '../../api/client.ts'
import { useAccounts } from '../../app/accounts.ts'
import { say, sayFailed } from '../../app/feedback.ts'
import { t } from '../../format/words.ts'
import { Button } from '../../ui/Button.tsx'
import { Popover } from '../../ui/Dialog.tsx'
import menu from '../../ui/Menu.module.css'

type FetchedSource = AssignedSource & { readonly feed: ClassMarkerFeed }

/** A platform's submissions are collected by their IDs, not by course. */
const isFetched = (source: AssignedSource): source is FetchedSource => source.feed !== 'submissions'

/** Fetches what is new of a test in one of its groups and links, for one request. */
export function FetchButton({ page }: { readonly page: TestPage }) {
  const account = useAccounts((state) => state.accounts?.find(({ id }) => id === page.account))
  const [isOpen, setOpen] = useState(false)
  const [isBusy, setBusy] = useState(false)
  const sources = page.sources.filter(isFetched)
  if (account === undefined || account.archived || account.secret === 'missing' || sources.length === 0) return null

  const fetch = async ({ feed, id, name }: FetchedSource) => {
    setBusy(true)
    try {
      const found = await api.tests.fetch({ account: page.account, testId: page.testId, source: { feed, id } })
      const { added, updated, moreExist, budget } = found
      const count = added + updated
      const said = t(count === 0 ? 'tests.fetch.nothing' : 'tests.fetch.done', { count, name, ...budget })
      say(moreExist ? `${said} ${t('tests.fetch.more')}` : said, { accountId: page.account })
    } catch (thrown) {
      sayFailed(asAppError(thrown), { accountId: page.account })
    } finally {
      setBusy(false)
    }
  }

  return (
    <MenuTrigger isOpen={isOpen} onOpenChange={setOpen}>
      <Button isDisabled={isBusy}>{t('tests.fetch.button')}</Button>
      <Popover>
        <Menu
          className={menu.list ?? ''}
          aria-label={t('tests.fetch.menu')}
          onAction={(key) => {
            const source = sources.find(({ feed, id }) => `${feed} ${id}` === key)
            if (source !== undefined) void fetch(source)
          }}
        >
          <MenuSection aria-label={t('tests.fetch.menu')}>
            <Header className={menu.section}>
              <Budget account={page.account} />
            </Header>
            {sources.map(({ feed, id, name }) => (
              <MenuItem key={`${feed} ${id}`} id={`${feed} ${id}`} className={menu.item ?? ''} textValue={name}>
                <span className={menu.words}>{name}</span>
              </MenuItem>
            ))}
          </MenuSection>
        </Menu>
      </Popover>
    </MenuTrigger>
  )
}

/** What it costs, and how much of the hour's requests is used. */
function Budget({ account }: { readonly account: string }) {
  const [budget, setBudget] = useState<RequestBudget | null>(null)
  useEffect(() => {
    api.accounts
      .status()
      .then((all) => setBudget(all.find(({ id }) => id === account)?.budget ?? null))
      // The menu works without it.
      .catch(() => undefined)
  }, [account])
  return budget === null ? t('tests.fetch.menu') : t('tests.fetch.budget', { ...budget })
}
