import type { Interaction } from 'discord.js';

/** Whether the person is an operator, or has a role that makes him one; nobody is when none is set. */
export function isOperator(
  { user, member }: Pick<Interaction, 'user' | 'member'>,
  operators: readonly string[],
): boolean {
  return operators.includes(user.id) || rolesOf(member).some((role) => operators.includes(role));
}

/** Discord sends roles as a list where the bot is not a member itself, and discord.js makes a manager of it where it is. */
function rolesOf(member: Interaction['member']): string[] {
  if (member === null) return [];
  return Array.isArray(member.roles) ? member.roles : [...member.roles.cache.keys()];
}
