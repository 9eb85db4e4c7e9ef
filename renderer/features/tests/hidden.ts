import type { Hideable, HideableRef } from '../../../shared/model/test-figures.ts'
import { api } from '../../api/client.ts'
import { sayFailed } from '../../app/feedback.ts'
import { t } from '../../format/words.ts'
import { changeAndSay } from '../local-changes/index.ts'

/** Hides a test, a group or a link, or shows it again, and says so with the way back. */
export async function setHidden({ name, ...what }: Omit<Hideable, 'hidden'>, hidden: boolean): Promise<void> {
  const { account, kind, id } = what
  const ref: HideableRef = { account, kind, id }
  const failed = await changeAndSay(
    () => (hidden ? api.tests.hide(ref) : api.tests.showAgain(ref)),
    () => t(hidden ? 'tests.hidden.hidden' : 'tests.hidden.shown', { name }),
  )
  if (failed !== null) sayFailed(failed)
}
