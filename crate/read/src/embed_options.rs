//! How an embed is to look: the part of a link that is not about the machine.

/// A choice with names in links and attributes; the first one is meant where none is given.
pub trait Choice: Copy + Default + PartialEq + 'static {
    /// The key in links and attributes.
    const KEY: &'static str;
    /// All choices with their names.
    const NAMES: &'static [(Self, &'static str)];

    /// The name of this one.
    fn name(self) -> &'static str {
        Self::NAMES.iter().find(|(choice, _)| *choice == self).map_or("", |(_, name)| name)
    }

    /// The choice of this name.
    fn named(name: &str) -> Option<Self> {
        Self::NAMES.iter().find(|(_, known)| *known == name).map(|(choice, _)| *choice)
    }
}

macro_rules! choices {
    ($(#[$doc:meta] $type:ident $key:literal: #[$first_doc:meta] $first:ident $first_name:literal
        $(, #[$more_doc:meta] $more:ident $more_name:literal)*;)*) => {$(
        #[$doc]
        #[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
        pub enum $type {
            #[$first_doc]
            #[default]
            $first,
            $(#[$more_doc] $more,)*
        }

        impl Choice for $type {
            const KEY: &'static str = $key;
            const NAMES: &'static [(Self, &'static str)] =
                &[(Self::$first, $first_name) $(, (Self::$more, $more_name))*];
        }
    )*};
}

choices! {
    /// What is shown.
    View "view":
        /// Figure, caption and steps.
        Story "story",
        /// The ledger alone.
        Ledger "ledger",
        /// The figure alone.
        Diagram "diagram";
    /// What can be pressed.
    Controls "controls":
        /// Everything.
        Full "full",
        /// Nothing.
        None "none";
    /// Which colours.
    Theme "theme":
        /// As the reader's system says.
        Auto "auto",
        /// Dark on light.
        Light "light",
        /// Light on dark.
        Dark "dark";
    /// Whether pieces travel.
    Motion "motion":
        /// As the reader's system says.
        Auto "auto",
        /// Never.
        None "none";
    /// How the address axis is divided.
    Scale "scale":
        /// Long even stretches are folded.
        Readable "readable",
        /// Nothing is folded.
        ToScale "to-scale";
}

/// All choices of a link.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct EmbedOptions {
    /// What is shown.
    pub view: View,
    /// What can be pressed.
    pub controls: Controls,
    /// Which colours.
    pub theme: Theme,
    /// Whether pieces travel.
    pub motion: Motion,
    /// How the axis is divided.
    pub scale: Scale,
}

/// How a key and its text were taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Taken {
    /// As a choice.
    Yes,
    /// The key is a choice's, the text is none of its names.
    WrongName,
    /// The key is not one of a choice.
    NotHere,
}

impl EmbedOptions {
    /// Takes the text of a key.
    pub(crate) fn take(&mut self, key: &str, text: &str) -> Taken {
        let taken = [
            take(&mut self.view, key, text),
            take(&mut self.controls, key, text),
            take(&mut self.theme, key, text),
            take(&mut self.motion, key, text),
            take(&mut self.scale, key, text),
        ];
        taken.into_iter().find(|t| *t != Taken::NotHere).unwrap_or(Taken::NotHere)
    }

    /// Key and name of every choice that is not the usual one.
    pub(crate) fn chosen(self) -> impl Iterator<Item = (&'static str, &'static str)> {
        let all = [
            chosen(self.view),
            chosen(self.controls),
            chosen(self.theme),
            chosen(self.motion),
            chosen(self.scale),
        ];
        all.into_iter().flatten()
    }
}

fn take<C: Choice>(slot: &mut C, key: &str, text: &str) -> Taken {
    if key != C::KEY {
        return Taken::NotHere;
    }
    match C::named(text) {
        Some(choice) => {
            *slot = choice;
            Taken::Yes
        }
        None => Taken::WrongName,
    }
}

fn chosen<C: Choice>(choice: C) -> Option<(&'static str, &'static str)> {
    (choice != C::default()).then(|| (C::KEY, choice.name()))
}
