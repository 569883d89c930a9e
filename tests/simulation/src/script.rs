//! What happens in a run, as plain data: made from a seed, kept as text.

use std::fmt;
use std::str::FromStr;

/// One thing that happens. Numbers are taken modulo what there is, so that any script can be played.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// A device gets its line back.
    Connect {
        device: u32,
    },
    /// A line breaks; what was on the way is lost.
    Disconnect {
        device: u32,
    },
    /// A device opens a text of the draft as it stands.
    Open {
        device: u32,
        text: u32,
    },
    /// Somebody types a few letters into a replica, online or not.
    Type {
        device: u32,
        replica: u32,
        at: u32,
    },
    /// Somebody deletes letters.
    Delete {
        device: u32,
        replica: u32,
        at: u32,
    },
    /// Somebody makes letters bold.
    Mark {
        device: u32,
        replica: u32,
        at: u32,
    },
    /// Up to so many messages travel, on lines chosen by `line`.
    Deliver {
        line: u32,
        count: u32,
    },
    /// A client sends its last message once more.
    Duplicate {
        device: u32,
    },
    /// The store answers.
    Disk {
        answer: u32,
    },
    /// A moderator freezes a paragraph, or everything.
    Freeze {
        paragraph: u32,
    },
    Reopen {
        paragraph: u32,
    },
    /// A moderator or the author settles a proposal.
    Settle {
        proposal: u32,
        how: u32,
    },
    /// The process dies and starts again.
    Crash,
    /// Another node appends to the same draft.
    Elsewhere {
        paragraph: u32,
    },
    /// Somebody types on another node.
    TypeElsewhere {
        text: u32,
        at: u32,
    },
    /// This node hears that its logs have grown: it reads all of them, or the texts alone.
    Hint {
        texts: u32,
    },
    /// Texts that are asked for come only after so many steps more.
    Slow {
        steps: u32,
    },
    /// The secretariat gives somebody another role: 0 reads, 1 writes.
    SetRole {
        device: u32,
        role: u32,
    },
    /// The same on another node.
    SetRoleElsewhere {
        device: u32,
        role: u32,
    },
    /// The secretariat revokes somebody's access.
    Revoke {
        device: u32,
    },
    /// So long that texts which nobody has open leave memory.
    Wait,
}

/// A run.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Script {
    pub devices: u32,
    pub steps: Vec<Step>,
}

/// Devices of a small run, most steps of which meet each other.
const DEVICES_SMALL: std::ops::RangeInclusive<u32> = 2..=6;
/// One run in so many is a whole conference.
const LARGE_EVERY: u64 = 16;
const DEVICES_LARGE: std::ops::RangeInclusive<u32> = 36..=60;

impl Script {
    /// The run of a seed.
    pub fn from_seed(seed: u64) -> Self {
        let mut random = fastrand::Rng::with_seed(seed);
        let large = seed % LARGE_EVERY == LARGE_EVERY - 1;
        let devices = random.u32(if large { DEVICES_LARGE } else { DEVICES_SMALL });
        let length = random.u32(40..200) + devices * 6;
        let mut steps: Vec<Step> = Vec::new();
        for device in 0..devices {
            steps.push(Step::Connect { device });
            steps.push(Step::Open { device, text: random.u32(..) });
        }
        steps.extend((0..length).map(|_| step(&mut random, devices)));
        if let Some(story) = story(seed, &mut random, devices) {
            let at = random.usize(steps.len() / 4..steps.len());
            steps.splice(at..at, story);
        }
        Self { devices, steps }
    }
}

/// What chance alone brings together too seldom, somewhere in every fourth run: somebody may not write for a while,
/// writes all the same, and goes on when they may again.
fn story(seed: u64, random: &mut fastrand::Rng, devices: u32) -> Option<Vec<Step>> {
    if seed % 4 != 1 {
        return None;
    }
    let device = random.u32(0..devices);
    let writes = Step::Type { device, replica: random.u32(0..8), at: random.u32(0..64) };
    let open = Step::Open { device, text: random.u32(0..8) };
    let mut steps = vec![Step::Connect { device }, Step::SetRole { device, role: 1 }, open];
    for role in [0, 1] {
        steps.extend(travel(random));
        steps.extend([Step::SetRole { device, role }, writes]);
    }
    steps.extend(travel(random));
    steps.push(writes);
    Some(steps)
}

/// Much of what is on the way arrives, and is kept.
fn travel(random: &mut fastrand::Rng) -> impl Iterator<Item = Step> {
    let lines: [u32; 4] = std::array::from_fn(|_| random.u32(..));
    lines.into_iter().flat_map(|line| [Step::Deliver { line, count: 19 }, Step::Disk { answer: 15 }])
}

fn step(random: &mut fastrand::Rng, devices: u32) -> Step {
    let device = random.u32(0..devices);
    let (replica, at) = (random.u32(0..8), random.u32(0..64));
    let paragraph = random.u32(0..5);
    match random.u32(0..114) {
        0..=24 => Step::Type { device, replica, at },
        25..=30 => Step::Delete { device, replica, at },
        31..=33 => Step::Mark { device, replica, at },
        34..=58 => Step::Deliver { line: random.u32(..), count: random.u32(1..20) },
        59..=73 => Step::Disk { answer: random.u32(0..16) },
        74..=77 => Step::Open { device, text: random.u32(0..8) },
        78..=81 => Step::Disconnect { device },
        82..=86 => Step::Connect { device },
        87..=88 => Step::Duplicate { device },
        89..=91 => Step::Freeze { paragraph },
        92..=93 => Step::Reopen { paragraph },
        94..=97 => Step::Settle { proposal: random.u32(0..8), how: random.u32(0..3) },
        98 => Step::Crash,
        99 => Step::Elsewhere { paragraph },
        100..=101 => Step::TypeElsewhere { text: random.u32(0..8), at },
        102..=103 => Step::Hint { texts: random.u32(0..2) },
        104..=105 => Step::Slow { steps: random.u32(0..12) },
        106..=109 => Step::SetRole { device, role: random.u32(0..2) },
        110 => Step::SetRoleElsewhere { device, role: random.u32(0..2) },
        // for good: seldom, so that somebody is left
        111 if random.u32(0..2) == 0 => Step::Revoke { device },
        _ => Step::Wait,
    }
}

impl fmt::Display for Step {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Connect { device } => write!(f, "connect {device}"),
            Self::Disconnect { device } => write!(f, "disconnect {device}"),
            Self::Open { device, text } => write!(f, "open {device} {text}"),
            Self::Type { device, replica, at } => write!(f, "type {device} {replica} {at}"),
            Self::Delete { device, replica, at } => write!(f, "delete {device} {replica} {at}"),
            Self::Mark { device, replica, at } => write!(f, "mark {device} {replica} {at}"),
            Self::Deliver { line, count } => write!(f, "deliver {line} {count}"),
            Self::Duplicate { device } => write!(f, "duplicate {device}"),
            Self::Disk { answer } => write!(f, "disk {answer}"),
            Self::Freeze { paragraph } => write!(f, "freeze {paragraph}"),
            Self::Reopen { paragraph } => write!(f, "reopen {paragraph}"),
            Self::Settle { proposal, how } => write!(f, "settle {proposal} {how}"),
            Self::Crash => write!(f, "crash"),
            Self::Elsewhere { paragraph } => write!(f, "elsewhere {paragraph}"),
            Self::TypeElsewhere { text, at } => write!(f, "type-elsewhere {text} {at}"),
            Self::Hint { texts } => write!(f, "hint {texts}"),
            Self::Slow { steps } => write!(f, "slow {steps}"),
            Self::SetRole { device, role } => write!(f, "set-role {device} {role}"),
            Self::SetRoleElsewhere { device, role } => write!(f, "set-role-elsewhere {device} {role}"),
            Self::Revoke { device } => write!(f, "revoke {device}"),
            Self::Wait => write!(f, "wait"),
        }
    }
}

impl fmt::Display for Script {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "devices {}", self.devices)?;
        self.steps.iter().try_for_each(|step| writeln!(f, "{step}"))
    }
}

impl FromStr for Step {
    type Err = anyhow::Error;

    fn from_str(line: &str) -> Result<Self, Self::Err> {
        let mut words = line.split_whitespace();
        let name = words.next().unwrap_or_default();
        let numbers: Vec<u32> = words.map(str::parse).collect::<Result<_, _>>()?;
        Ok(match (name, numbers.as_slice()) {
            ("connect", &[device]) => Self::Connect { device },
            ("disconnect", &[device]) => Self::Disconnect { device },
            ("open", &[device, text]) => Self::Open { device, text },
            ("type", &[device, replica, at]) => Self::Type { device, replica, at },
            ("delete", &[device, replica, at]) => Self::Delete { device, replica, at },
            ("mark", &[device, replica, at]) => Self::Mark { device, replica, at },
            ("deliver", &[line, count]) => Self::Deliver { line, count },
            ("duplicate", &[device]) => Self::Duplicate { device },
            ("disk", &[answer]) => Self::Disk { answer },
            ("freeze", &[paragraph]) => Self::Freeze { paragraph },
            ("reopen", &[paragraph]) => Self::Reopen { paragraph },
            ("settle", &[proposal, how]) => Self::Settle { proposal, how },
            ("crash", &[]) => Self::Crash,
            ("elsewhere", &[paragraph]) => Self::Elsewhere { paragraph },
            ("type-elsewhere", &[text, at]) => Self::TypeElsewhere { text, at },
            ("hint", &[texts]) => Self::Hint { texts },
            ("slow", &[steps]) => Self::Slow { steps },
            ("set-role", &[device, role]) => Self::SetRole { device, role },
            ("set-role-elsewhere", &[device, role]) => Self::SetRoleElsewhere { device, role },
            ("revoke", &[device]) => Self::Revoke { device },
            ("wait", &[]) => Self::Wait,
            _ => anyhow::bail!("no step: {line:?}"),
        })
    }
}

impl FromStr for Script {
    type Err = anyhow::Error;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let mut lines = text.lines().filter(|line| !line.is_empty() && !line.starts_with('#'));
        let first = lines.next().unwrap_or_default();
        let devices = first.strip_prefix("devices ").and_then(|number| number.parse().ok());
        let devices = devices.ok_or_else(|| anyhow::anyhow!("a replay begins with “devices N”, not {first:?}"))?;
        let steps = lines.map(str::parse).collect::<Result<_, _>>()?;
        Ok(Self { devices, steps })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_script_survives_its_text_form() {
        let script = Script::from_seed(31);
        assert_eq!(script.to_string().parse::<Script>().unwrap(), script);
        assert!("devices 2\nfly 1".parse::<Script>().is_err());
    }
}
