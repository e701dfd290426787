// The stage: one or two rooms with the same people. Everything moves from where it is to where it belongs; nothing jumps.
import { LEADER, PLANNER, REPRESENTATIVE, EMPLOYEE, drawFigure, drawSprite, drawVote } from "./figures.js";
import { BIRCH, BIRCH_EDGE, FLOOR, INK, LINE, WHITE, WORLDS } from "./palette.js";
import * as places from "./places.js";

const ease = (t) => (t < 0.5 ? 4 * t * t * t : 1 - (-2 * t + 2) ** 3 / 2);
const mix = (a, b, t) => a + (b - a) * t;
const MOVE = 950; // ms

export const still = () => matchMedia("(prefers-reduced-motion: reduce)").matches;

export class Stage {
  constructor(canvas) {
    this.canvas = canvas;
    this.c = canvas.getContext("2d");
    this.rooms = [];
    this.frames = 0;
    this.signs = {}; // words on the stage, in the language of the page
    new ResizeObserver(() => this.fit()).observe(canvas);
    const loop = (now) => { requestAnimationFrame(loop); this.tick(now); };
    requestAnimationFrame(loop);
  }

  fit() {
    const box = this.canvas.getBoundingClientRect(), ratio = Math.min(3, devicePixelRatio || 1);
    if (!box.width) return;
    [this.w, this.h] = [box.width, box.height];
    this.canvas.width = Math.round(box.width * ratio); this.canvas.height = Math.round(box.height * ratio);
    this.ratio = ratio;
    if (this.rooms.length) this.arrange(true);
    this.draw(performance.now());
  }

  /** rooms: [{world, tone, title, form, week, ...}]. The people of a new room step out of those of the first one. */
  show(rooms, quick = false) {
    this.rooms = rooms.map((room, i) => {
      const old = this.rooms[i] || this.rooms[0];
      const actors = old && old.actors.length === room.world.team.length + 1 ? old.actors.map((a) => ({ ...a })) : null;
      return { ...room, week: room.week, actors, votes: room.votes || 0, box: old ? { ...old.box } : null };
    });
    this.arrange(quick || !this.rooms[0].actors);
  }

  set(changes, which = null) {
    this.rooms.forEach((room, i) => { if (which === null || which === i) Object.assign(room, changes); });
    this.dirty = true;
  }

  /** Give everybody the place where the room's form wants them. */
  arrange(quick = false) {
    if (!this.w) return;
    const many = this.rooms.length, side = many > 1, gap = this.w > 520 ? 18 : 8, now = performance.now();
    this.rooms.forEach((room, i) => {
      const w = side ? (this.w - gap * (many - 1)) / many : this.w, h = side || many === 1 ? this.h : (this.h - gap * (many - 1)) / many;
      const box = { x: side ? i * (w + gap) : 0, y: side || many === 1 ? 0 : i * (h + gap), w, h };
      room.from = room.box && !quick ? room.box : box;
      room.to = box; room.since = now;
      room.set = this.setting(room, box);
      const targets = [...room.set.spots, room.set.leader];
      const fresh = !room.actors;
      room.actors = room.actors || targets.map((p) => ({ ...p, x: p.x + box.x, y: p.y + box.y }));
      room.actors.forEach((a, k) => {
        const p = targets[k];
        a.from = { x: a.x, y: a.y, s: a.s, alpha: a.alpha };
        a.to = { x: p.x + box.x, y: p.y + box.y, s: p.s, alpha: p.alpha };
        a.wait = quick || fresh ? 0 : (k % 12) * 26;
        a.since = now;
        if (quick || fresh || still()) Object.assign(a, a.to, { since: -1e9 });
      });
      if (quick || fresh || still()) room.since = -1e9;
    });
    this.dirty = true;
  }

  setting(room, { w, h }) {
    const { world } = room, top = room.title ? (room.band || 26) : 0, n = world.team.length;
    const net = (world.net ||= places.network(world.ties, world.team));
    const down = (set) => { // room for the title, and for a board
      if (!top) return set;
      for (const p of [...set.spots, set.leader, set.table, set.ring]) if (p) p.y += top;
      if (set.table) set.table.chairs.forEach((c) => { c[1] += top; });
      return set;
    };
    const H = h - top;
    switch (room.form) {
      case "needs": return down(places.needs(this.most(world), w, H));
      case "vote": return down(places.meeting(net, w, H, [...Array(world.members).keys()], world.members + 1));
      case "workshop": {
        const came = world.end.attended.flatMap((attended, i) => (attended ? [i] : []));
        return down(places.meeting(net, w, H, came, room.chairs || came.length + 1));
      }
      case "circle": return down(places.circle(n, w, H));
      case "empty": return down(places.home(net, w, H));
      default: return down(places.arrival(net, w, H));
    }
  }

  /** How members voted: in the week that is shown, or in the first in which there are votes. */
  votes(world) { return (world.votes ??= (Array.from({ length: world.weeks }, (_, k) => k).map((k) => world.frame(k)).find(({ votes }) => votes.slice(0, world.members).every((vote) => vote !== null)) ?? world.end).votes); }

  voteOf(world, i) { const vote = this.votes(world)[i]; return vote === null ? null : vote ? "yes" : "no"; }

  /** How far a member's hand is up, from 0 to 1: one after another. */
  raised({ voted, world }, i) { return Math.max(0, Math.min(1, voted * (1.04 + 0.36 * world.members) - i * 0.36)); }

  most(world) { return (world.most ||= world.team.map((_, i) => [0, 1, 2].reduce((m, k) => (world.frame(3).need[k][i] > world.frame(3).need[m][i] ? k : m), 0))); }

  tick(now) {
    let moving = this.dirty || this.busy;
    for (const room of this.rooms) {
      const share = Math.min(1, (now - room.since) / MOVE);
      room.box = share < 1 ? Object.fromEntries(["x", "y", "w", "h"].map((k) => [k, mix(room.from[k], room.to[k], ease(share))])) : room.to;
      if (share < 1) moving = true;
      for (const a of room.actors || []) {
        const t = Math.max(0, Math.min(1, (now - a.since - a.wait) / MOVE));
        if (a.moved === t && t === 1) { a.lift = 0; continue; }
        a.moved = t;
        moving = true;
        const e = ease(t), far = Math.hypot(a.to.x - a.from.x, a.to.y - a.from.y);
        for (const k of ["x", "y", "s", "alpha"]) a[k] = mix(a.from[k], a.to[k], e);
        a.lift = t > 0 && t < 1 && far > 12 ? Math.abs(Math.sin(t * Math.PI * Math.min(5, 2 + far / 90))) * a.s * 0.5 : 0;
      }
      const wanted = room.votes || 0;
      if (Math.abs((room.voted || 0) - wanted) > 0.002) { room.voted = still() ? wanted : (room.voted || 0) + (wanted - (room.voted || 0)) * 0.08; moving = true; } else room.voted = wanted;
    }
    if (moving) this.awake = now;
    const blinks = !still() && now - this.awake < 12000 && now - (this.drawn || 0) > 120; // nobody blinks for ever
    if (moving || blinks) { this.draw(now); this.drawn = now; this.dirty = false; if (moving) this.frames++; }
  }

  trustOf(room, i) {
    const { world } = room, at = Math.max(0, Math.min(world.trust.length - 1, room.week)), k = Math.floor(at), t = at - k;
    const now = world.frame(k).trust[i];
    return t ? mix(now, world.frame(k + 1).trust[i], t) : now;
  }

  draw(now) {
    const { c } = this;
    if (!this.w || !this.rooms.length) return;
    c.setTransform(this.ratio, 0, 0, this.ratio, 0, 0);
    c.clearRect(0, 0, this.w, this.h);
    for (const room of this.rooms) this.drawRoom(room, now);
  }

  drawRoom(room, now) {
    const { c } = this, { box, set, world } = room, n = world.team.length;
    if (!box) return;
    c.save();
    c.beginPath(); c.roundRect(box.x, box.y, box.w, box.h, 22); c.clip();
    c.fillStyle = FLOOR; c.fillRect(box.x, box.y, box.w, box.h);
    this.light(room);
    c.translate(box.x, box.y);
    if (set.scope) this.scope(room);
    if (set.ring) { c.strokeStyle = LINE; c.lineWidth = 1.2; c.setLineDash([2, 6]); c.beginPath(); c.ellipse(set.ring.x, set.ring.y, set.ring.rx, set.ring.ry, 0, 0, 7); c.stroke(); c.setLineDash([]); }
    if (room.board) this.board(room);
    c.translate(-box.x, -box.y);

    if (set.ties > 0.02) {
      c.strokeStyle = `rgba(78,93,102,${set.ties * Math.min(0.42, 25 / n)})`; c.lineWidth = 0.8;
      c.beginPath();
      world.ties.forEach((row, i) => row.forEach((j) => {
        const a = room.actors[i], b = room.actors[j];
        c.moveTo(a.x, a.y - a.s); c.lineTo(b.x, b.y - b.s);
      }));
      c.stroke();
    }

    const order = room.actors.map((a, i) => [a.y, i]).sort((a, b) => a[0] - b[0]);
    let laid = !set.table;
    for (const [y, i] of order) {
      if (!laid && y > set.table.y + box.y) { this.table(set.table, box); laid = true; }
      const a = room.actors[i], leader = i === n;
      const role = leader ? LEADER : i < world.representatives ? REPRESENTATIVE : i < world.members ? PLANNER : EMPLOYEE;
      const trust = leader ? mix(world.leaderTrust[Math.floor(room.week)], world.leaderTrust[Math.min(world.leaderTrust.length - 1, Math.ceil(room.week))], room.week % 1) : this.trustOf(room, i);
      const vote = room.form === "vote" && i < world.members ? this.voteOf(world, i) : null;
      const seen = vote ? this.raised(room, i) : 0;
      const blink = !still() && ((now / 1000 + i * 1.37) % (4.1 + (i % 5))) < 0.12;
      const look = { trust, role, hand: seen, vote, blink, lift: a.lift || 0, faded: a.alpha < 1 ? 1 - a.alpha : 0 };
      if (seen > 0.02) drawFigure(c, a.x, a.y, a.s, look); else drawSprite(c, this.ratio, a.x, a.y, a.s, look);
    }
    if (!laid) this.table(set.table, box);
    if (room.form === "vote" && room.voted > 0.02) {
      for (let i = 0; i < world.members; i++) {
        const a = room.actors[i], seen = this.raised(room, i), vote = this.voteOf(world, i);
        if (vote && seen > 0) drawVote(c, a.x, a.y - 6.1 * a.s, a.s * 0.82, vote, seen);
      }
    }
    this.words(room);
    c.restore();
  }

  /** Light from a window falls across the floor, warmer where there is more trust. */
  light(room) {
    const { c } = this, { box, world } = room, at = Math.max(0, Math.min(world.trust.length - 1, room.week)), k = Math.floor(at);
    const trust = mix(world.trust[k], world.trust[Math.min(k + 1, world.trust.length - 1)], at - k), warm = Math.max(0, Math.min(1, (trust - 0.15) / 0.4));
    c.fillStyle = `rgba(255,${Math.round(mix(255, 238, warm))},${Math.round(mix(255, 196, warm))},${mix(0.28, 0.6, warm)})`;
    const pane = box.w * 0.13, lean = box.h * 0.34;
    for (let i = 0; i < 3; i++) {
      const x = box.x + box.w * 0.2 + i * (pane + box.w * 0.035);
      c.beginPath(); c.moveTo(x + lean, box.y); c.lineTo(x + pane + lean, box.y); c.lineTo(x + pane - lean * 0.3, box.y + box.h); c.lineTo(x - lean * 0.3, box.y + box.h); c.fill();
    }
  }

  table(table, box) {
    const { c } = this, x = table.x + box.x, y = table.y + box.y;
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

  scope({ set }) {
    const { c } = this, [x, y, w, h] = set.scope;
    c.fillStyle = "rgba(255,255,255,.62)"; c.strokeStyle = INK; c.lineWidth = 1.6; c.setLineDash([7, 5]);
    c.beginPath(); c.roundRect(x, y, w, h, 20); c.fill(); c.stroke(); c.setLineDash([]);
  }

  /** A board on the wall: what was planned for this week, and what was held. */
  board(room) {
    const { c } = this, { world } = room, since = Math.floor(room.week) - 1 - world.launch;
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
    if (this.signs.held) this.label(this.signs.held(held, n, small), below ? x : x + w + 12, below ? y + tall + 15 : y + s * 1.4, "left", small ? 11.5 : 13.5, INK);
  }

  label(text, x, y, align = "center", size = 13, colour = INK, weight = 600) {
    const { c } = this;
    c.font = `${weight} ${size}px "Albert Sans Variable", system-ui, sans-serif`;
    c.textAlign = align; c.textBaseline = "alphabetic";
    c.lineJoin = "round"; c.strokeStyle = "rgba(240,243,241,.92)"; c.lineWidth = 4;
    c.strokeText(text, x, y);
    c.fillStyle = colour; c.fillText(text, x, y);
  }

  words(room) {
    const { signs } = this, { box, set, world } = room, small = box.w < 520, size = small ? 12.5 : 14, n = world.team.length;
    if (room.title) this.label(room.title, box.x + (box.w < 260 ? 12 : 16), box.y + 24, "left", box.w < 260 ? 12.5 : 15, WORLDS[room.tone] || INK, 700);
    if (room.form === "arrival" || room.form === "vote" || room.form === "circle" || room.form === "needs") {
      const a = room.actors[n];
      if (signs.leader && !(small && room.form === "circle")) this.label(signs.leader, a.x, set.table ? a.y - 6.2 * a.s : a.y + a.s * 0.9 + size, "center", size);
    }
    if (room.form === "needs" && signs.needs) {
      const moved = room.actors.every((a) => a.moved === 1);
      if (moved) set.signs.forEach(([x, y], k) => this.label(signs.needs(k, this.most(world).filter((m) => m === k).length), x + box.x, y + box.y, "left", size + 1, INK, 700));
      this.label(signs.scope, set.scope[0] + box.x + 14, set.scope[1] + box.y - 8, "left", size, INK, 600);
    }
    if (room.form === "vote" && signs.roles && room.voted < 0.02) {
      const { planners, representatives } = world.unit, told = new Set(), crowded = world.members > 8; // then one of each role is named
      for (let i = 0; i < world.members; i++) {
        const a = room.actors[i], role = i < representatives ? 0 : i < representatives + planners ? 1 : 2;
        if (a.moved !== 1 || !signs.roles[role] || (crowded && told.has(role))) continue;
        this.label(signs.roles[role], a.x, a.y < set.table.y + box.y ? a.y - 6.0 * a.s : a.y + a.s + size - 1, "center", small ? 11.5 : 13, INK, 600);
        told.add(role);
      }
    }
  }
}
