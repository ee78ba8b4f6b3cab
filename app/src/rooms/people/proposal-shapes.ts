import { type Static, Type } from 'typebox'
import { closed, day, id, instant, name, nullable, person } from './shapes.ts'

// What goes over the wire of proposals; see `shapes.ts`.

/** What somebody proposes that a second person confirms. */
export const proposalWishShape = Type.Union([
  Type.Object(
    {
      kind: Type.Literal('departure'),
      employeeId: id,
      /** Null takes back a departure that is noted. */
      leavesAt: Type.Union([instant, Type.Literal('now'), Type.Null()]),
    },
    closed,
  ),
  Type.Object(
    {
      kind: Type.Literal('appointment'),
      employeeId: id,
      office: Type.String({ maxLength: 40 }),
      unitId: nullable(id),
      seat: Type.Union([Type.Literal('holder'), Type.Literal('deputy')]),
      from: day,
      until: nullable(day),
    },
    closed,
  ),
  Type.Object({ kind: Type.Literal('sign-in-link'), employeeId: id, subject: name(200) }, closed),
])
export type ProposalWish = Static<typeof proposalWishShape>

export const proposalsShape = Type.Object({
  proposals: Type.Array(
    Type.Object({
      id,
      state: Type.Union([
        Type.Literal('open'),
        Type.Literal('expired'),
        Type.Literal('confirmed'),
        Type.Literal('rejected'),
        Type.Literal('withdrawn'),
      ]),
      wish: proposalWishShape,
      person,
      unitName: nullable(Type.String()),
      /** The offices for which it needs a second person. */
      offices: Type.Array(Type.String()),
      proposedBy: person,
      proposedAt: instant,
      endsAt: instant,
      answeredBy: Type.Union([person, Type.Null()]),
      answeredAt: nullable(instant),
      /** Day on which name or account of the person were entered or last changed, where it is open and that was lately. */
      personChangedOn: nullable(day),
      mayConfirm: Type.Boolean(),
      mayReject: Type.Boolean(),
      isOwn: Type.Boolean(),
      isAboutMe: Type.Boolean(),
    }),
  ),
})
export type ProposalsAnswer = Static<typeof proposalsShape>
