import { Type } from 'typebox'
import { Check } from 'typebox/value'
import type { FirstAdministrator } from '../rooms/people/setting-up.ts'

const text = (maxLength: number) => Type.String({ minLength: 1, maxLength })

const staffNumberShape = text(40)

const firstAdministratorShape = Type.Object(
  {
    staffNumber: staffNumberShape,
    subject: Type.Optional(text(200)),
    person: Type.Optional(
      Type.Object(
        {
          userName: text(200),
          givenName: text(100),
          familyName: text(100),
          email: Type.String({ maxLength: 254, pattern: '^[^\\s@]+@[^\\s@]+\\.[^\\s@.]+$' }),
        },
        { additionalProperties: false },
      ),
    ),
  },
  { additionalProperties: false },
)

/** True where these are the facts on a first administrator, with nothing too long, too many or missing. */
export function isFirstAdministrator(wish: unknown): wish is FirstAdministrator {
  return Check(firstAdministratorShape, wish)
}

/** True where this is a staff number, as far as its length. */
export function isStaffNumber(wish: unknown): wish is string {
  return Check(staffNumberShape, wish)
}
