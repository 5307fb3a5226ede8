//! Options of an embed: the part of a link that is not about the machine.

/// A choice with names in links and attributes; the first one is the default.
pub trait Choice: Copy + Default + PartialEq + 'static {
    /// The key in links and attributes.
    const KEY: &'static str;
    /// All choices and their names.
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
    /// Which controls are enabled.
    Controls "controls":
        /// All of them.
        Full "full",
        /// None.
        None "none";
    /// Whether machine, kernel and ceiling can be chosen.
    Chips "chips":
        /// No.
        None "none",
        /// Each from a list.
        All "all";
    /// Colour scheme.
    Theme "theme":
        /// According to the reader's system.
        Auto "auto",
        /// Dark on light.
        Light "light",
        /// Light on dark.
        Dark "dark";
    /// Whether regions move between steps.
    Motion "motion":
        /// According to the reader's system.
        Auto "auto",
        /// Never.
        None "none";
    /// Scale of the address axis.
    Scale "scale":
        /// Long uniform ranges are folded.
        Readable "readable",
        /// Nothing is folded.
        ToScale "to-scale";
}

/// All options of a link.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct EmbedOptions {
    /// What is shown.
    pub view: View,
    /// Which controls are enabled.
    pub controls: Controls,
    /// Whether machine, kernel and ceiling can be chosen.
    pub chips: Chips,
    /// Colour scheme.
    pub theme: Theme,
    /// Whether regions move between steps.
    pub motion: Motion,
    /// Scale of the axis.
    pub scale: Scale,
}

/// How a key and its text were read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Taken {
    /// As an option.
    Yes,
    /// The key is an option's, but the text is not one of its names.
    WrongName,
    /// The key is not an option's.
    NotHere,
}

impl EmbedOptions {
    /// Sets the option of a key from its text.
    pub(crate) fn take(&mut self, key: &str, text: &str) -> Taken {
        let taken = [
            take(&mut self.view, key, text),
            take(&mut self.controls, key, text),
            take(&mut self.chips, key, text),
            take(&mut self.theme, key, text),
            take(&mut self.motion, key, text),
            take(&mut self.scale, key, text),
        ];
        taken.into_iter().find(|t| *t != Taken::NotHere).unwrap_or(Taken::NotHere)
    }

    /// Key and name of every option that differs from its default.
    pub(crate) fn chosen(self) -> impl Iterator<Item = (&'static str, &'static str)> {
        let all = [
            chosen(self.view),
            chosen(self.controls),
            chosen(self.chips),
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
