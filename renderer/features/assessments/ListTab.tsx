import { SearchX } from 'lucide-react'
import { useCallback, useEffect, useMemo } from 'react'
import type { AssessmentRow, AssessmentsStatus } from '../../../shared/model/assessment.ts'
import { rowAccount, useAccounts, zoneOf } from '../../app/accounts.ts'
import { useClock } from '../../app/clock.ts'
import { shortDate } from '../../format/time.ts'
import { t } from '../../format/words.ts'
import { FoldedLine, ListCount } from '../../list/FoldedLine.tsx'
import { ListBar } from '../../list/ListBar.tsx'
import { ListGrid } from '../../list/ListGrid.tsx'
import { useCountAnnounced } from '../../list/ListStates.tsx'
import { useFilterOf, useOrderOf } from '../../list/list-question.ts'
import { ManyChip } from '../../list/ManyChip.tsx'
import { useOpenedRow } from '../../list/opened-row.ts'
import { BoldPart } from '../../ui/BoldPart.tsx'
import { Button } from '../../ui/Button.tsx'
import { chipGroup, ToggleChip } from '../../ui/Choice.tsx'
import { ruleChips } from '../../ui/RuleChip.tsx'
import { NothingHere, Screen } from '../../ui/Screen.tsx'
import { SearchBox } from '../../ui/SearchBox.tsx'
import { AssessmentPanel } from './AssessmentPanel.tsx'
import { assessmentMenu } from './assessment-actions.ts'
import { assessmentColumns } from './assessment-columns.tsx'
import {
  isNarrowed,
  newestNews,
  sumOf,
  useAssessmentFacts,
  useAssessmentPages,
  useAssessments,
  useOpenAssessment,
} from './assessments.ts'

/** The assessments at the platform: search, filters, grid, and one of them beside it. */
export function ListTab() {
  const shown = useAssessmentPages((state) => state.shown)
  const order = useOrderOf(useAssessments)
  const now = useClock((state) => state.now)
  const statuses = useAssessmentFacts((state) => state.statuses)
  const accounts = useAccounts((state) => state.accounts)
  const currentId = useAccounts((state) => state.currentId)
  const openId = useOpenAssessment((state) => state.id)
  const open = useOpenAssessment((state) => state.open)
  const columns = useMemo(
    () =>
      assessmentColumns({
        now,
        statuses,
        zoneOfAccount: (id) => zoneOf(accounts, id),
        accountOf: rowAccount({ accounts, currentId }),
      }),
    [now, statuses, accounts, currentId],
  )
  useEffect(() => {
    if (useAssessmentPages.getState().shown === null) void useAssessments.getState().read()
  }, [])

  const onOpen = useCallback((row: AssessmentRow) => open(row.id), [open])
  const { openIndex, onFollow, onStep } = useOpenedRow(useAssessmentPages, openId, onOpen)
  useCountAnnounced(
    shown,
    ({ filter }) => isNarrowed(filter),
    (count) => t('assessments.announce', { count }),
  )
  return (
    <Screen panel={openId !== null && <AssessmentPanel onStep={onStep} />}>
      <Bar />
      <ListGrid
        name="assessments"
        list={useAssessmentPages}
        columns={columns}
        order={order}
        opened={{ openId, openIndex, onOpen, onFollow }}
        menu={assessmentMenu}
        onRetry={() => void useAssessments.getState().read()}
        label={t('assessments.gridLabel')}
        loadingWords={t('assessments.loading')}
        empty={<EmptyList />}
      />
    </Screen>
  )
}

/** The courses of all accounts looked at; of several with the same ID, one line with all their assessments. */
function coursesOf(statuses: readonly AssessmentsStatus[] | null): AssessmentsStatus['courses'] {
  const all = Map.groupBy(
    (statuses ?? []).flatMap((status) => status.courses),
    ({ courseId }) => courseId,
  )
  return Array.from(all, ([courseId, same]) => ({
    courseId,
    assessments: same.reduce((sum, { assessments }) => sum + assessments, 0),
  }))
}

/** Search, filters and the number of assessments they leave. */
function Bar() {
  const { filter, setFilter } = useFilterOf(useAssessments)
  const count = useAssessmentPages((state) => state.shown?.count ?? null)
  const statuses = useAssessmentFacts((state) => state.statuses)
  const courses = coursesOf(statuses)
  const now = useClock((state) => state.now)
  const accounts = useAccounts((state) => state.accounts)
  const news = newestNews(statuses)
  // Of several accounts that changed on different days, each row counts from the day of its own.
  const isOneDay = (statuses ?? []).every((status) => status.news === null || status.news.at === news?.at)
  const gone = sumOf(statuses, 'gone')
  const hasOwn = sumOf(statuses, 'own') > 0 || filter.own === true
  const hasChips = news !== null || gone > 0 || filter.news === true || filter.gone === true || hasOwn
  return (
    <ListBar>
      <SearchBox
        label={t('assessments.search')}
        placeholder={t('assessments.searchPlaceholder')}
        asked={filter.search ?? ''}
        onSearch={(search) => setFilter({ search })}
      />
      <ul className={ruleChips} aria-label={t('assessments.chips.label')}>
        <ManyChip
          name={t('assessments.chips.course')}
          all={t('assessments.chips.allCourses')}
          none={t('assessments.chips.noCourses')}
          chosen={filter.courses ?? []}
          nameOf={(id) => id}
          sections={[
            {
              title: null,
              choices: courses.map(({ courseId, assessments }) => ({
                id: courseId,
                name: t('assessments.chips.courseCount', { course: courseId, count: assessments }),
              })),
            },
          ]}
          onChange={(chosen) => setFilter({ courses: chosen })}
        />
      </ul>
      {hasChips && (
        // biome-ignore lint/a11y/useSemanticElements: a fieldset groups fields, these are buttons
        <div className={chipGroup} role="group" aria-label={t('assessments.chips.more')}>
          {(news !== null || filter.news === true) && (
            <ToggleChip
              id="news"
              words={
                news === null || !isOneDay
                  ? t('assessments.chips.newsBefore')
                  : t('assessments.chips.news', { day: shortDate(news.at, now, zoneOf(accounts, news.account)) })
              }
              isSelected={filter.news === true}
              onChange={(on) => setFilter({ news: on || undefined, gone: undefined })}
            />
          )}
          {hasOwn && (
            <ToggleChip
              id="own"
              words={t('assessments.chips.own')}
              isSelected={filter.own === true}
              onChange={(on) => setFilter({ own: on || undefined })}
            />
          )}
          {(gone > 0 || filter.gone === true) && (
            <ToggleChip
              id="gone"
              words={t('assessments.chips.gone', { count: gone })}
              isSelected={filter.gone === true}
              onChange={(on) => setFilter({ gone: on || undefined, news: undefined })}
            />
          )}
        </div>
      )}
      <FoldedLine forAll={(all) => t('assessments.forAll', { count: all })} />
      {count !== null && (
        <ListCount pending={false}>
          <BoldPart words={t('assessments.count', { count })} />
        </ListCount>
      )}
    </ListBar>
  )
}

/** Why there are no rows, and the one thing to do about it. */
function EmptyList() {
  const shown = useAssessmentPages((state) => state.shown)
  const clearFilter = useAssessments((state) => state.clearFilter)
  if (shown === null || !isNarrowed(shown.query.filter))
    return <NothingHere title={t('assessments.empty.title')} text={t('assessments.empty.text')} />
  const why = shown.query.filter.search ? 'search' : 'filters'
  return (
    <NothingHere title={t(`assessments.empty.${why}`)} text={t(`assessments.empty.${why}Text`)}>
      <Button icon={SearchX} onPress={clearFilter}>
        {t('assessments.empty.clear')}
      </Button>
    </NothingHere>
  )
}
