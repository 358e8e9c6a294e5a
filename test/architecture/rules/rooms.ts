import { type Import, isAdapter, type Rule, roomOf, type SourceFile } from "../source-file.ts";

/** What a room may import: `all` of another room, or only its `pure` files (none of its adapters). */
type Access = Readonly<Record<string, "all" | "pure">>;

/** Who may import whom. A room without a line here may not exist. */
export const ROOMS: Readonly<Record<string, Access>> = {
  prompts: {},
  evaluation: { prompts: "all" },
  gate: { prompts: "all", evaluation: "pure" },
  validation: { prompts: "all", evaluation: "pure", gate: "pure" },
  lifecycle: { prompts: "all", evaluation: "all", gate: "all" },
  deployment: { prompts: "all", evaluation: "all", gate: "all", lifecycle: "all" },
  service: { prompts: "all", evaluation: "all" },
  adoption: { prompts: "all", evaluation: "pure", lifecycle: "pure" },
  reporting: {
    prompts: "pure",
    evaluation: "pure",
    gate: "pure",
    validation: "pure",
    lifecycle: "pure",
    deployment: "pure",
    service: "pure",
    adoption: "pure",
  },
  cli: {
    prompts: "all",
    evaluation: "all",
    gate: "all",
    validation: "all",
    lifecycle: "all",
    deployment: "all",
    service: "all",
    adoption: "all",
    reporting: "all",
  },
};

/** Rooms import only what their line allows; scripts import only cli; nothing imports scripts. */
export const roomsKeepTheirOrder: Rule = (files) =>
  files.flatMap((file) => [...unknownRoom(file), ...wrongImports(file)]);

function unknownRoom({ path }: SourceFile): readonly string[] {
  const room = roomOf(path);
  if (!path.startsWith("src/") || (room !== undefined && Object.hasOwn(ROOMS, room))) return [];
  return [`${path}: the room "${room ?? "src"}" has no rule. Add it to the table of who may import whom.`];
}

function wrongImports({ path, imports }: SourceFile): readonly string[] {
  return imports.flatMap((one) => {
    const why = path.startsWith("scripts/") ? fromScript(one) : fromRoom(roomOf(path), one);
    return why === undefined ? [] : [`${path}:${one.line}: imports ${one.target}, but ${why}.`];
  });
}

function fromScript({ target }: Import): string | undefined {
  return target.startsWith("src/cli/") ? undefined : "a script imports only from src/cli";
}

function fromRoom(room: string | undefined, { target }: Import): string | undefined {
  if (target.startsWith("scripts/")) return "nothing imports from scripts";
  const other = roomOf(target);
  if (room === undefined || other === undefined || other === room) return undefined;
  const access = ROOMS[room]?.[other];
  if (access === undefined) return `${room} may not use ${other}`;
  return access === "pure" && isAdapter(target)
    ? `${room} may use only the pure files of ${other}`
    : undefined;
}
