import { SearchX } from 'lucide-react'
import { useCallback, useEffect, useMemo, useRef } from 'react'
import { Trans } from 'react-i18next'
import type { AssessmentRow } from '../../../shared/model/assessment.ts'
import { rowAccount, useAccounts, zoneOf } from '../../app/accounts.ts'
import { useClock } from '../../app/clock.ts'
import { t } from '../../format/words.ts'
import { FoldedLine, ListCount } from '../../list/FoldedLine.tsx'
import { ListGrid } from '../../list/ListGrid.tsx'
import { useCountAnnounced } from '../../list/ListStates.tsx'
import { findRow, steppedFrom } from '../../list/list-store.ts'
import { ManyChip } from '../../list/ManyChip.tsx'
import { Button } from '../../ui/Button.tsx'
import { chipGroup, ToggleChip } from '../../ui/Choice.tsx'
import { useFocusBack } from '../../ui/keyboard.ts'
import { ruleChips } from '../../ui/RuleChip.tsx'
import { NothingHere, Screen } from '../../ui/Screen.tsx'
import { SearchBox } from '../../ui/SearchBox.tsx'
import { AssessmentPanel } from './AssessmentPanel.tsx'
import styles from './Assessments.module.css'
import { assessmentMenu } from './assessment-actions.ts'
import { assessmentColumns } from './assessment-columns.tsx'
import { isNarrowed, useAssessmentFacts, useAssessmentPages, useAssessments, useOpenAssessment } from './assessments.ts'

/** The assessments at the platform: search, filters, grid, and one of them beside it. */
export function ListTab() {
  const shown = useAssessmentPages((state) => state.shown)
  const order = useAssessments()
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
  const openIndex = openId !== null && shown ? findRow(shown.pages, openId) : null
  useEffect(() => {
    if (useAssessmentPages.getState().shown === null) void useAssessments.getState().read()
  }, [])

  // One that no longer fits the filter keeps its index, so that the arrows go on from there.
  const lastIndex = useRef<number | null>(null)
  useEffect(() => {
    if (openId === null) lastIndex.current = null
    else if (openIndex !== null) lastIndex.current = openIndex
  }, [openId, openIndex])
  const wanted = useRef(0)
  const onFollow = useCallback(
    (index: number) => {
      wanted.current = index
      void useAssessmentPages
        .getState()
        .rowAt(index)
        .then((row) => row !== null && wanted.current === index && open(row.id))
    },
    [open],
  )
  const onStep = (by: number) => {
    if (shown === null || lastIndex.current === null) return
    const to = openIndex === null ? steppedFrom(shown.pages, lastIndex.current, by) : openIndex + by
    onFollow(Math.max(0, Math.min(to, shown.count - 1)))
  }
  const onOpen = useCallback((row: AssessmentRow) => open(row.id), [open])
  useFocusBack(openId !== null)
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
        onRetry={() => void order.read()}
        label={t('assessments.gridLabel')}
        loadingWords={t('assessments.loading')}
        empty={<EmptyList />}
      />
    </Screen>
  )
}

/** Search, filters and the number of assessments they leave. */
function Bar() {
  const { filter, setFilter } = useAssessments()
  const count = useAssessmentPages((state) => state.shown?.count ?? null)
  const statuses = useAssessmentFacts((state) => state.statuses)
  const courses = (statuses ?? []).flatMap((status) => status.courses)
  const hasNews = (statuses ?? []).some(({ news }) => news !== null)
  return (
    <div className={styles.bar} data-region="toolbar">
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
      {(hasNews || filter.news === true) && (
        // biome-ignore lint/a11y/useSemanticElements: a fieldset groups fields, this is a button
        <div className={chipGroup} role="group" aria-label={t('assessments.chips.label')}>
          <ToggleChip
            id="news"
            words={t('assessments.chips.news')}
            isSelected={filter.news === true}
            onChange={(on) => setFilter({ news: on || undefined })}
          />
        </div>
      )}
      <FoldedLine forAll={(all) => t('assessments.forAll', { count: all })} />
      {count !== null && (
        <ListCount pending={false}>
          <Trans i18nKey="assessments.count" count={count} components={{ b: <b /> }} />
        </ListCount>
      )}
    </div>
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
