//! What people read, in Japanese and English. The words stand in `locales/`; a test compares
//! the languages with each other and with the list below.

use std::collections::HashMap;

/// The languages there are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Language {
    /// 日本語
    Japanese,
    /// English.
    English,
}

/// All texts of one language.
pub struct Texts {
    texts: HashMap<&'static str, String>,
}

/// Names the texts; a name is also what stands before the `=` in the files.
macro_rules! texts {
    ($($name:ident),* $(,)?) => {
        /// One text.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum Text { $(#[doc = stringify!($name)] $name),* }

        impl Text {
            /// All of them.
            #[cfg(test)]
            pub const ALL: &[Self] = &[$(Self::$name),*];

            const fn name(self) -> &'static str {
                match self { $(Self::$name => stringify!($name)),* }
            }
        }
    };
}

texts! {
    About, AfterHelp, UsageWords, HeadingUsage, HeadingCommands, HeadingOptions, HeadingShared,
    HeadingArguments, HeadingExamples, CmdInit, CmdPassword, CmdList, CmdCode, CmdAdd,
    CmdRename, CmdRemove, CmdRestore, CmdPin, CmdMove, CmdImport, CmdExport, CmdQr,
    CmdVerifyBackup, CmdDoctor, CmdCompletions, CmdMan, ExampleInit, ExamplePassword,
    ExampleCode, ExampleAdd, ExampleRename, ExampleImport, ExampleExport, ExampleQr,
    ExampleVerifyBackup, ExampleDoctor, ArgName, ArgNames, ArgCodeName, ArgNewName, ArgWords,
    ArgPosition, ArgFormat, ArgImportFile, ArgExportFile, ArgBackupFile, ArgShell, OptVault,
    OptPasswordFile, OptLang, OptJson, OptNoWait, OptHelp, OptVersion, OptYes, OptOpen,
    OptNoRecoveryKey, OptCost, OptForgotten, OptNewRecoveryKey, OptRenew, OptTakeOff, OptBin,
    OptWatch, OptCopy, OptFor, OptAt, OptIssuer, OptAccount, OptQr, OptType, OptAlgorithm,
    OptDigits, OptPeriod, OptCounter, OptForGood, OptOff, OptDiffering, OptDryRun,
    OptIncomplete, OptFilePasswordFile, OptEncrypt, OptExtension, OptWinAuth, OptPerCode,
    OptForce, OptAll, OptGoogle, OptSvg, OptPng, OptLight, OptReference, OptReferenceFile,
    OptReferenceHost, AskPassword, AskNewPassword, AskAgain, AskRecoveryKey, AskKey,
    AskFilePassword, AskNewFilePassword, ConfirmOpen, ConfirmDestroy, ConfirmImport,
    ConfirmExport, Opening, Deriving, Reading, Writing, Saving, Waiting, VaultMade,
    RecoveryKeyShown, PasswordChanged, NewRecoveryKey, NowOpen, VaultEmpty, NothingFound,
    BinEmpty, RemovedOn, Nameless, CodeLine, CountedLine, CodeOnDemand, CodeNotShown, Copied,
    CopyGone, Added, AddedWithCode, AddedBeside, AlreadyThere, Renamed, Removed, Restored,
    Destroyed, Pinned, Unpinned, Moved, Recognised, PlanNew, PlanSame, PlanDiffers,
    PlanUnreadable, WillLeave, WillPutBeside, WillReplace, TakenOver, NothingTakenOver,
    DiffersKey, DiffersParameters, DiffersCounter, DiffersNames, PlaceLine, PlaceItem,
    PlaceCode, WhyNoSecret, WhyBadSecret, WhyUnknownType, WhyUnsupported, WhyOtherKey,
    WhyWindowsAccount, WhyYubiKey, WhyMalformed, RemarkOddBase32, RemarkHexadecimal,
    RemarkDoublyEncoded, RemarkPlusGuessed, RemarkUnverified, RemarkNameCut, WillBeLost,
    LossLeftOut, LossParameter, LossKindChanged, LossCounterShifts, LossCounterReset,
    LossMisread, LossNameChanged, LossDetails, WarnExport, WarnExportSealed, WarnQr, Exported,
    QrPart, QrWritten, BackupComplete, BackupIncomplete, BackupEntryComplete,
    BackupCounterBehind, BackupOtherParameters, BackupMissing, BackupOtherPassword,
    ClockUnknown, ClockRight, ClockAhead, ClockBehind, VaultIsOpen, VaultIsSealed,
    VaultHasNoRecoveryKey, FindingShortKey, FindingPatterned, FindingUnusual, FindingNameless,
    FindingSameKey, FindingSameTitle, NoFindings, FormatUriList, FormatExtensionPlain,
    FormatExtensionJson, FormatWinAuthText35, FormatWinAuthText36, FormatWinAuthZip,
    FormatWinAuthXml, FormatOtpManagerJson, FormatGoogleMigration, FormatAegisJson, KindTotp,
    KindHotp, KindSteam, KindBattleNet, KindTrion, NoVault, FileExists, NoFile, IoFailed, InUse,
    ChangedMeanwhile, VaultTooLarge, NoMemory, NoRandomness, NoSuchEntry, Ambiguous,
    NotConfirmed, NoAnswer, NotTheSame, EmptyPassword, WrongPassword, RecoveryLength,
    RecoveryCharacter, RecoveryGroup, OpenForeign, OpenNewer, OpenCutOff, OpenDamaged,
    OpenTooLarge, OpenTooCostly, OpenLocked, OpenNoRecovery, ReadFailed, ReadPasswordNeeded,
    ReadWrongPassword, ReadDamaged, ReadNewer, ReadTooCostly, ReadTooLarge, ReadNoCode,
    ReadOtherCode, ReadWindowsAccount, ReadYubiKey, ReadPgp, ReadNotRecognised, ReadIncomplete,
    BadKey, NothingReadable, NothingWritable, WriteNoPassword, WriteBadPassword, WriteTooMuch,
    WriteNotWritten, TooLongForQr, NoCodeShown, CounterEnds, NoClipboard, NoFolder, NoTime,
    UsageNothing, UsageHint, UsageUnknown, UsageNoSuchCommand, UsageMissing, UsageMissingValue,
    UsageInvalidValue, UsageConflict, UsageSecret, UsageNameless, UsageNoNewName, UsageCounted,
    UsageQr,
}

impl Language {
    /// From an option or a locale: `ja`, `ja_JP.UTF-8`, `en-US`; none for others.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        let name = name.to_ascii_lowercase();
        let first = name.split(['-', '_', '.', '@']).next().unwrap_or_default();
        match first {
            "ja" | "japanese" => Some(Self::Japanese),
            "en" | "english" => Some(Self::English),
            _ => None,
        }
    }

    const fn file(self) -> &'static str {
        match self {
            Self::Japanese => include_str!("../../locales/ja.txt"),
            Self::English => include_str!("../../locales/en.txt"),
        }
    }
}

impl Texts {
    /// Those of `language`.
    #[must_use]
    pub fn of(language: Language) -> Self {
        let texts = lines(language.file())
            .map(|(name, text)| (name, text.replace("\\n", "\n")))
            .collect();
        Self { texts }
    }

    /// The text as it stands. A test shows that none is missing; its name would be shown.
    #[must_use]
    pub fn say(&self, text: Text) -> &str {
        self.texts
            .get(text.name())
            .map_or(text.name(), String::as_str)
    }

    /// The text with its `{places}` filled.
    #[must_use]
    pub fn fill(&self, text: Text, values: &[(&str, &str)]) -> String {
        let mut rest = self.say(text);
        let mut filled = String::with_capacity(rest.len() + 32);
        while let Some((before, (name, after))) = rest
            .split_once('{')
            .and_then(|(before, tail)| Some((before, tail.split_once('}')?)))
        {
            filled.push_str(before);
            let value = values.iter().find(|(known, _)| *known == name);
            filled.push_str(value.map_or(name, |(_, value)| value));
            rest = after;
        }
        filled.push_str(rest);
        filled
    }
}

/// `NAME = text` a line; `#` begins a comment.
fn lines(file: &'static str) -> impl Iterator<Item = (&'static str, &'static str)> {
    file.lines()
        .filter(|line| !line.starts_with('#'))
        .filter_map(|line| line.split_once(" = "))
}

#[cfg(test)]
mod tests {
    use super::{Language, Text, Texts, lines};
    use std::collections::{BTreeMap, BTreeSet};

    fn file(language: Language) -> BTreeMap<&'static str, &'static str> {
        lines(language.file()).collect()
    }

    fn places(text: &str) -> BTreeSet<&str> {
        text.split('{')
            .skip(1)
            .map(|tail| tail.split_once('}').unwrap().0)
            .collect()
    }

    #[test]
    fn both_languages_say_the_same_things() {
        let names: BTreeSet<&str> = Text::ALL.iter().map(|text| text.name()).collect();
        let (ja, en) = (file(Language::Japanese), file(Language::English));
        for language in [&ja, &en] {
            let there: BTreeSet<&str> = language.keys().copied().collect();
            assert_eq!(there, names);
        }
        for (name, text) in &ja {
            assert_eq!(places(text), places(en[name]), "{name}");
            assert!(
                !text.trim().is_empty() && !en[name].trim().is_empty(),
                "{name}"
            );
        }
    }

    #[test]
    fn no_line_is_there_twice_or_left_out() {
        for language in [Language::Japanese, Language::English] {
            let all: Vec<_> = language
                .file()
                .lines()
                .filter(|line| !line.is_empty() && !line.starts_with('#'))
                .collect();
            assert_eq!(all.len(), file(language).len());
        }
    }

    #[test]
    fn japanese_is_japanese_and_english_is_not() {
        let is_japanese = |text: &str| text.chars().any(|c| ('ぁ'..='鿿').contains(&c));
        let (ja, en) = (file(Language::Japanese), file(Language::English));
        for (name, text) in &en {
            assert!(!is_japanese(text), "{name}: {text}");
        }
        // What is the same in both: patterns and examples.
        let plain = ja
            .iter()
            .filter(|(name, text)| !is_japanese(text) && !name.starts_with("Example"));
        let plain: Vec<_> = plain
            .filter(|(name, _)| !name.starts_with("Kind"))
            .collect();
        assert_eq!(plain, [], "not translated");
    }

    #[test]
    fn places_are_filled_and_values_are_not_looked_into() {
        let texts = Texts::of(Language::English);
        let filled = texts.fill(Text::Added, &[("name", "{name} {x}")]);
        assert!(filled.contains("{name} {x}"), "{filled}");
    }

    #[test]
    fn a_locale_decides() {
        for (name, language) in [
            ("ja_JP.UTF-8", Some(Language::Japanese)),
            ("ja", Some(Language::Japanese)),
            ("en-US", Some(Language::English)),
            ("C.UTF-8", None),
            ("de_DE", None),
            ("jam_JM", None),
            ("", None),
        ] {
            assert_eq!(Language::from_name(name), language, "{name}");
        }
    }
}
