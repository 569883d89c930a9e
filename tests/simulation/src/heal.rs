//! The end of a run: everybody talks until there is nothing more to say, and every line is mended.

use maslahat_sync_core::Input;

use crate::world::{Done, Violation, World, broken};

/// No run may need more messages than this for each device to fall silent.
const MESSAGES_PER_DEVICE_MAX: usize = 4_000;
/// What a room puts off for longer is no message.
const MOMENT_MS: i64 = 1_000;
/// A whole conference may leave this many inputs waiting.
const QUEUE_MAX: usize = 20_000;

impl World {
    /// First those who are connected talk until nobody has anything to say, and must have been heard. Then
    /// every line is mended, and everybody talks.
    pub(crate) fn heal(&mut self) -> Done {
        self.slow = 0;
        self.disk(2)?;
        self.fall_silent()?;
        self.see_off()?;
        self.check_acknowledged()?;
        self.check_told()?;
        self.check_landed()?;
        self.check_last_words()?;
        self.reload()?;
        for device in 0..self.devices.len() {
            self.connect(device)?;
        }
        self.fall_silent()
    }

    /// Lets the room do what it has put off for a moment. False if there is no such thing.
    fn wake(&mut self) -> Result<bool, Violation> {
        let Some(wake) = self.room.next_wake().filter(|wake| wake.0 <= self.now + MOMENT_MS) else {
            return Ok(false);
        };
        self.now = self.now.max(wake.0);
        self.input(Input::Tick)?;
        Ok(true)
    }

    /// The disk answers, and messages travel, until there are none.
    fn fall_silent(&mut self) -> Done {
        let max = self.devices.len() * MESSAGES_PER_DEVICE_MAX;
        for _ in 0..max {
            if self.room.waiting() > QUEUE_MAX {
                return Err(broken("queues are bounded", self.room.waiting()));
            }
            self.bring()?;
            let Some(device) = self.devices.iter().position(|device| !device.up.is_empty() || !device.down.is_empty())
            else {
                if self.pending.is_some() || !self.asked.is_empty() {
                    self.disk(2)?;
                } else if !self.wake()? {
                    return Ok(());
                }
                continue;
            };
            self.deliver_up(device)?;
            self.deliver_down(device)?;
            self.disk(2)?;
        }
        Err(broken("everybody falls silent", format!("more than {max} messages")))
    }
}
