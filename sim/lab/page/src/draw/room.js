// One room and the people in it, as they are at a moment: floor and light, table and board, people and words.
import { LEADER, PLANNER, REPRESENTATIVE, EMPLOYEE, drawFigure, drawSprite, drawVote } from "./figures.js";
import { BIRCH, BIRCH_EDGE, FLOOR, INK, LINE, WHITE, WORLDS } from "./palette.js";

export const mix = (a, b, t) => a + (b - a) * t;

/** How members voted: in the first week in which all of them have. */
function votesOf(world) {
  const voted = (week) => world.frame(week).votes.slice(0, world.members).every((vote) => vote !== null);
  return (world.votes ??= world.frame(Array.from({ length: world.weeks }, (_, week) => week).find(voted) ?? world.weeks).votes);
}

const voteOf = (world, i) => { const vote = votesOf(world)[i]; return vote === null ? null : vote ? "yes" : "no"; };

/** How far a member's hand is up, from 0 to 1: one after another. */
const raised = ({ voted = 0, world }, i) => Math.max(0, Math.min(1, voted * (1.04 + 0.36 * world.members) - i * 0.36));

/** For each employee the place of the need that weighs most, after the pre-study's first weeks. */
export function mostNeeded(world) {
  const { need } = world.frame(3);
  return (world.most ||= world.team.map((_, i) => need.reduce((most, _of, k) => (need[k][i] > need[most][i] ? k : most), 0)));
}

/** A weekly value between two weeks. */
function at(line, week) {
  const now = Math.max(0, Math.min(line.length - 1, week)), k = Math.floor(now);
  return mix(line[k], line[Math.min(k + 1, line.length - 1)], now - k);
}

function trustOf({ world, week }, i) {
  const now = Math.max(0, Math.min(world.trust.length - 1, week)), k = Math.floor(now), trust = world.frame(k).trust[i];
  return now > k ? mix(trust, world.frame(k + 1).trust[i], now - k) : trust;
}

/** room: of a Stage. now: in ms, for blinks, or null where nobody blinks. ratio: of pixels. signs: words. */
export function drawRoom(c, room, { now, ratio, signs }) {
  const { box, set } = room;
  if (!box) return;
  c.save();
  c.beginPath(); c.roundRect(box.x, box.y, box.w, box.h, 22); c.clip();
  c.fillStyle = FLOOR; c.fillRect(box.x, box.y, box.w, box.h);
  light(c, room);
  c.translate(box.x, box.y);
  if (set.scope) scope(c, room);
  if (set.ring) { c.strokeStyle = LINE; c.lineWidth = 1.2; c.setLineDash([2, 6]); c.beginPath(); c.ellipse(set.ring.x, set.ring.y, set.ring.rx, set.ring.ry, 0, 0, 7); c.stroke(); c.setLineDash([]); }
  if (room.board) board(c, room, signs);
  c.translate(-box.x, -box.y);
  if (set.ties > 0.02) ties(c, room);
  people(c, room, now, ratio);
  if (room.form === "vote" && room.voted > 0.02) {
    for (let i = 0; i < room.world.members; i++) {
      const a = room.actors[i], seen = raised(room, i), vote = voteOf(room.world, i);
      if (vote && seen > 0) drawVote(c, a.x, a.y - 6.1 * a.s, a.s * 0.82, vote, seen);
    }
  }
  words(c, room, signs);
  c.restore();
}

function ties(c, { world, actors, set }) {
  c.strokeStyle = `rgba(78,93,102,${set.ties * Math.min(0.42, 25 / world.team.length)})`; c.lineWidth = 0.8;
  c.beginPath();
  world.ties.forEach((row, i) => row.forEach((j) => {
    const a = actors[i], b = actors[j];
    c.moveTo(a.x, a.y - a.s); c.lineTo(b.x, b.y - b.s);
  }));
  c.stroke();
}

/** Everybody, the farthest first; the table stands between those behind it and those before it. */
function people(c, room, now, ratio) {
  const { box, set, world } = room, n = world.team.length, leader = room.actors[n];
  const order = room.actors.map((a, i) => [a.y, i]).sort((a, b) => a[0] - b[0]);
  let laid = !set.table;
  for (const [y, i] of order) {
    if (!laid && y > set.table.y + box.y) { drawTable(c, set.table, box); laid = true; }
    const a = room.actors[i], role = i === n ? LEADER : i < world.representatives ? REPRESENTATIVE : i < world.members ? PLANNER : EMPLOYEE;
    const trust = i === n ? at(world.leaderTrust, room.week) : trustOf(room, i), vote = room.form === "vote" && i < world.members ? voteOf(world, i) : null, hand = vote ? raised(room, i) : 0;
    const blink = now !== null && ((now / 1000 + i * 1.37) % (4.1 + (i % 5))) < 0.12;
    const gaze = i === n || room.form === "home" || Math.abs(leader.x - a.x) < 3 * a.s ? 0 : Math.sign(leader.x - a.x); // who meets looks at the leader
    const look = { trust, role, hand, vote, blink, gaze, lift: a.lift || 0, faded: a.alpha < 1 ? 1 - a.alpha : 0 };
    if (hand > 0.02) drawFigure(c, a.x, a.y, a.s, look); else drawSprite(c, ratio, a.x, a.y, a.s, look);
  }
  if (!laid) drawTable(c, set.table, box);
}

/** Light from a window falls across the floor, warmer where there is more trust. */
function light(c, room) {
  const { box, world } = room, trust = at(world.trust, room.week), warm = Math.max(0, Math.min(1, (trust - 0.15) / 0.4));
  c.fillStyle = `rgba(255,${Math.round(mix(255, 238, warm))},${Math.round(mix(255, 196, warm))},${mix(0.28, 0.6, warm)})`;
  const pane = box.w * 0.13, lean = box.h * 0.34;
  for (let i = 0; i < 3; i++) {
    const x = box.x + box.w * 0.2 + i * (pane + box.w * 0.035);
    c.beginPath(); c.moveTo(x + lean, box.y); c.lineTo(x + pane + lean, box.y); c.lineTo(x + pane - lean * 0.3, box.y + box.h); c.lineTo(x - lean * 0.3, box.y + box.h); c.fill();
  }
}

function drawTable(c, table, box) {
  const x = table.x + box.x, y = table.y + box.y;
  table.chairs.forEach(([cx, cy], k) => { // a chair that nobody took
    if (table.taken.has(k)) return;
    c.fillStyle = WHITE; c.strokeStyle = BIRCH_EDGE; c.lineWidth = 1.4;
    c.beginPath(); c.ellipse(cx + box.x, cy + box.y, table.s * 0.95, table.s * 0.6, 0, 0, 7); c.fill(); c.stroke();
  });
  c.fillStyle = "rgba(23,37,46,.10)"; c.beginPath(); c.ellipse(x, y + table.s * 1.5, table.rx * 1.02, table.ry, 0, 0, 7); c.fill();
  c.fillStyle = BIRCH_EDGE; c.beginPath(); c.ellipse(x, y + table.s * 0.45, table.rx, table.ry, 0, 0, 7); c.fill();
  c.fillStyle = BIRCH; c.beginPath(); c.ellipse(x, y, table.rx, table.ry, 0, 0, 7); c.fill();
  c.strokeStyle = "rgba(184,143,87,.5)"; c.lineWidth = 1; c.beginPath(); c.ellipse(x, y, table.rx * 0.93, table.ry * 0.9, 0, 0, 7); c.stroke();
  c.save(); c.translate(x, y); c.transform(1, 0, -0.35, 0.62, 0, 0); // the proposal: a roster
  c.fillStyle = WHITE; c.strokeStyle = BIRCH_EDGE; c.lineWidth = 1.2;
  const p = table.s * 1.5;
  c.beginPath(); c.rect(-p, -p * 0.8, 2 * p, 1.6 * p); c.fill(); c.stroke();
  c.strokeStyle = INK; c.lineWidth = 1; c.beginPath();
  for (const at of [-0.33, 0.33]) { c.moveTo(at * p, -p * 0.6); c.lineTo(at * p, p * 0.6); }
  for (const at of [-0.2, 0.2]) { c.moveTo(-p * 0.8, at * p); c.lineTo(p * 0.8, at * p); }
  c.stroke(); c.restore();
  for (const [u, v] of [[-0.66, 0.14], [-0.34, -0.5], [0.4, -0.5], [0.68, 0.16], [-0.3, 0.58], [0.34, 0.6]]) { // coffee
    const [a, b, r] = [x + u * table.rx, y + v * table.ry, table.s * 0.5];
    c.fillStyle = WHITE; c.strokeStyle = BIRCH_EDGE; c.lineWidth = 1;
    c.beginPath(); c.ellipse(a, b, r, r * 0.72, 0, 0, 7); c.fill(); c.stroke();
    c.fillStyle = "#5B3A22"; c.beginPath(); c.ellipse(a, b, r * 0.66, r * 0.45, 0, 0, 7); c.fill();
  }
}

function scope(c, { set }) {
  const [x, y, w, h] = set.scope;
  c.fillStyle = "rgba(255,255,255,.62)"; c.strokeStyle = INK; c.lineWidth = 1.6; c.setLineDash([7, 5]);
  c.beginPath(); c.roundRect(x, y, w, h, 20); c.fill(); c.stroke(); c.setLineDash([]);
}

/** A board on the wall: what was planned for this week, and what was held. */
function board(c, room, signs) {
  const { world } = room, since = Math.floor(room.week) - 1 - world.launch;
  if (world.launch < 0 || since < 0) return;
  const small = room.box.w < 260, s = small ? 8.5 : 13, n = world.sessions, held = world.frame(Math.floor(room.week)).held.reduce((sum, held) => sum + held, 0);
  const columns = Math.min(n, Math.floor((Math.min(room.box.w, 420) - 32) / (s * 1.55))), w = columns * s * 1.55 + s * 0.9, tall = Math.ceil(n / columns) * s * 1.55 + s * 0.55, x = 16, y = small ? 32 : 36;
  c.fillStyle = WHITE; c.strokeStyle = BIRCH_EDGE; c.lineWidth = 2.5;
  c.beginPath(); c.roundRect(x, y, w, tall, 6); c.fill(); c.stroke();
  for (let k = 0; k < n; k++) {
    const cx = x + s * 1.2 + (k % columns) * s * 1.55, cy = y + s * (1.05 + 1.55 * Math.floor(k / columns));
    c.beginPath(); c.arc(cx, cy, s * 0.55, 0, 7);
    c.fillStyle = k < held ? INK : WHITE; c.strokeStyle = INK; c.lineWidth = 1.3; c.fill(); c.stroke();
    if (k < held) { c.strokeStyle = WHITE; c.lineWidth = 1.7; c.beginPath(); c.moveTo(cx - s * 0.25, cy); c.lineTo(cx - s * 0.05, cy + s * 0.22); c.lineTo(cx + s * 0.28, cy - s * 0.2); c.stroke(); }
  }
  const below = small || x + w > 0.4 * room.box.w; // the words stand beside the board if there is room
  if (signs.held) label(c, signs.held(held, n, small), below ? x : x + w + 12, below ? y + tall + 15 : y + s * 1.4, "left", small ? 11.5 : 13.5, INK);
}

function label(c, text, x, y, align = "center", size = 13, colour = INK, weight = 600) {
    c.font = `${weight} ${size}px "Albert Sans Variable", system-ui, sans-serif`;
  c.textAlign = align; c.textBaseline = "alphabetic";
  c.lineJoin = "round"; c.strokeStyle = "rgba(240,243,241,.92)"; c.lineWidth = 4;
  c.strokeText(text, x, y);
  c.fillStyle = colour; c.fillText(text, x, y);
}

function words(c, room, signs) {
  const { box, set, world } = room, small = box.w < 520, size = small ? 12.5 : 14, n = world.team.length;
  if (room.title) label(c, room.title, box.x + (box.w < 260 ? 12 : 16), box.y + 24, "left", box.w < 260 ? 12.5 : 15, WORLDS[room.tone] || INK, 700);
  if (room.form === "arrival" || room.form === "vote" || room.form === "circle" || room.form === "needs") {
    const a = room.actors[n];
    if (signs.leader && !(small && room.form === "circle")) label(c, signs.leader, a.x, set.table ? a.y - 6.2 * a.s : a.y + a.s * 0.9 + size, "center", size);
  }
  if (room.form === "needs" && signs.needs) {
    const moved = room.actors.every((a) => a.moved === 1);
    if (moved) set.signs.forEach(([x, y], k) => label(c, signs.needs(k, mostNeeded(world).filter((m) => m === k).length), x + box.x, y + box.y, "left", size + 1, INK, 700));
    label(c, signs.scope, set.scope[0] + box.x + 14, set.scope[1] + box.y - 8, "left", size, INK, 600);
  }
  if (room.form === "vote" && signs.roles && room.voted < 0.02) {
    const { planners, representatives } = world.unit, told = new Set(), crowded = world.members > 8 || box.w < 260; // then one of each role is named
    for (let i = 0; i < world.members; i++) {
      const a = room.actors[i], role = i < representatives ? 0 : i < representatives + planners ? 1 : 2;
      if (a.moved !== 1 || !signs.roles[role] || (crowded && told.has(role))) continue;
      label(c, signs.roles[role], a.x, a.y < set.table.y + box.y ? a.y - 6.0 * a.s : a.y + a.s + size - 1, "center", small ? 11.5 : 13, INK, 600);
      told.add(role);
    }
  }
}
