import type { AppError } from '../../../shared/errors.ts'
import type { SavedView, ViewDefinition, ViewScreen } from '../../../shared/model/saved-view.ts'
import { api, asAppError } from '../../api/client.ts'
import { sayFailed } from '../../app/feedback.ts'
import { t } from '../../format/words.ts'
import { changeAndSay } from '../local-changes/index.ts'
import { currentView, setOpen, show, useViews } from './views.ts'

/** Keeps the list under a name and shows it as that view. @returns why it could not be kept; null when it was */
export async function addView(screen: ViewScreen, name: string): Promise<AppError | null> {
  const definition = currentView(screen)
  // The filters are the view's from now on: without it, the list is whole.
  const before = useViews.getState().open[screen]?.before ?? unfiltered(definition)
  let added: number | null = null
  const error = await changeAndSay(
    async () => {
      added = await api.views.add({ name, definition })
      return added
    },
    () => t('views.said.added', { name }),
  )
  await useViews.getState().load()
  if (added !== null) setOpen(screen, { id: added, before })
  return error
}

const unfiltered = (view: ViewDefinition): ViewDefinition =>
  view.screen === 'results' ? { ...view, filter: [] } : { ...view, filter: { results: [], classes: [], labels: [] } }

export const renameView = ({ id }: SavedView, name: string): Promise<AppError | null> =>
  changed(() => api.views.rename({ id, name }), t('views.said.renamed', { name }))

/** Keeps the list as it is now under the name of its view. */
export const changeView = ({ id, name }: SavedView, screen: ViewScreen): Promise<AppError | null> =>
  changed(() => api.views.change({ id, definition: currentView(screen) }), t('views.said.changed', { name }))

export const moveView = ({ id, name }: SavedView, by: -1 | 1): Promise<AppError | null> =>
  changed(() => api.views.move({ id, by }), t(by < 0 ? 'views.said.movedUp' : 'views.said.movedDown', { name }))

/** Removes a view; the list stays as it is. */
export const removeView = ({ id, name }: SavedView): Promise<AppError | null> =>
  changed(() => api.views.remove({ id }), t('views.said.removed', { name }))

async function changed(change: () => Promise<unknown>, words: string): Promise<AppError | null> {
  const error = await changeAndSay(change, () => words)
  await useViews.getState().load()
  return error
}

/** Shows a view again as it was saved. */
export function revertView({ definition }: SavedView): void {
  if (definition !== null) show(definition)
}

/** Says why a change without a dialog could not be made. */
export async function orSay(change: Promise<AppError | null>): Promise<void> {
  const error = await change
  if (error !== null) sayFailed(asAppError(error))
}
