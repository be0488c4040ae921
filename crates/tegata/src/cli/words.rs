//! How the library's values are called.

use serde_json::{Value, json};
use tegata::checkup::BackupState;
use tegata::formats::{Format, Loss, Place, Remark, Why};
use tegata::merge::Difference;
use tegata::{Entry, Kind};

use super::texts::{Text, Texts};

/// The name of a format.
pub fn format(format: Format, texts: &Texts) -> &str {
    texts.say(match format {
        Format::UriList => Text::FormatUriList,
        Format::ExtensionText => Text::FormatExtensionPlain,
        Format::ExtensionJson => Text::FormatExtensionJson,
        Format::WinAuthText35 => Text::FormatWinAuthText35,
        Format::WinAuthText36 => Text::FormatWinAuthText36,
        Format::WinAuthZip => Text::FormatWinAuthZip,
        Format::WinAuthXml => Text::FormatWinAuthXml,
        Format::OtpManagerJson => Text::FormatOtpManagerJson,
        Format::GoogleMigration => Text::FormatGoogleMigration,
        Format::AegisJson => Text::FormatAegisJson,
    })
}

/// What kind of codes, briefly.
pub fn kind(kind: Kind, texts: &Texts) -> String {
    let (text, digits, period, counter) = match kind {
        Kind::Totp { digits, period, .. } => {
            (Text::KindTotp, digits.get(), u64::from(period.seconds()), 0)
        }
        Kind::Hotp {
            digits,
            next_counter,
            ..
        } => (Text::KindHotp, digits.get(), 0, next_counter),
        Kind::Steam => (Text::KindSteam, 5, 30, 0),
        Kind::BattleNet => (Text::KindBattleNet, 8, 30, 0),
        Kind::Trion => (Text::KindTrion, 6, 30, 0),
    };
    let algorithm = match kind {
        Kind::Totp { algorithm, .. } | Kind::Hotp { algorithm, .. } => algorithm.name(),
        _ => "SHA1",
    };
    texts.fill(
        text,
        &[
            ("algorithm", algorithm),
            ("digits", &digits.to_string()),
            ("period", &period.to_string()),
            ("counter", &counter.to_string()),
        ],
    )
}

/// The same for scripts.
pub fn kind_json(kind: Kind) -> Value {
    match kind {
        Kind::Totp {
            algorithm,
            digits,
            period,
        } => json!({
            "type": "totp",
            "algorithm": algorithm.name(),
            "digits": digits.get(),
            "period": period.seconds(),
        }),
        Kind::Hotp {
            algorithm,
            digits,
            next_counter,
        } => json!({
            "type": "hotp",
            "algorithm": algorithm.name(),
            "digits": digits.get(),
            "next_counter": next_counter,
        }),
        Kind::Steam => json!({ "type": "steam" }),
        Kind::BattleNet => json!({ "type": "battlenet" }),
        Kind::Trion => json!({ "type": "trion" }),
    }
}

/// What an entry is called, harmless for a terminal.
pub fn title(entry: &Entry, texts: &Texts) -> String {
    let title = super::visible(&entry.title());
    if title.trim().is_empty() {
        texts.say(Text::Nameless).to_owned()
    } else {
        title
    }
}

/// Where something stood.
pub fn place(place: Place, texts: &Texts) -> String {
    match place {
        Place::Line(line) => texts.fill(Text::PlaceLine, &[("line", &line.to_string())]),
        Place::Item(item) => texts.fill(Text::PlaceItem, &[("item", &item.to_string())]),
        Place::Code(code, item) => texts.fill(
            Text::PlaceCode,
            &[("code", &code.to_string()), ("item", &item.to_string())],
        ),
    }
}

/// Why an entry was not read; the second is for scripts.
pub const fn why(why: Why) -> (Text, &'static str) {
    match why {
        Why::NoSecret => (Text::WhyNoSecret, "no-secret"),
        Why::BadSecret => (Text::WhyBadSecret, "bad-secret"),
        Why::UnknownType => (Text::WhyUnknownType, "unknown-type"),
        Why::UnsupportedParameter => (Text::WhyUnsupported, "unsupported-parameter"),
        Why::OtherKey => (Text::WhyOtherKey, "other-key"),
        Why::WindowsAccount => (Text::WhyWindowsAccount, "windows-account"),
        Why::YubiKey => (Text::WhyYubiKey, "yubikey"),
        _ => (Text::WhyMalformed, "malformed"),
    }
}

/// What is said about an entry that was read; the second is for scripts.
pub const fn remark(remark: Remark) -> Option<(Text, &'static str)> {
    Some(match remark {
        Remark::OddBase32 => (Text::RemarkOddBase32, "odd-base32"),
        Remark::Hexadecimal => (Text::RemarkHexadecimal, "hexadecimal"),
        Remark::DoublyEncoded => (Text::RemarkDoublyEncoded, "doubly-encoded"),
        Remark::PlusGuessed => (Text::RemarkPlusGuessed, "plus-guessed"),
        Remark::Unverified => (Text::RemarkUnverified, "unverified"),
        Remark::NameCut => (Text::RemarkNameCut, "name-cut"),
        _ => return None,
    })
}

/// What is lost; the second is for scripts.
pub const fn loss(loss: Loss) -> (Text, &'static str) {
    match loss {
        Loss::ParameterLeftOut => (Text::LossParameter, "parameter-left-out"),
        Loss::KindChanged => (Text::LossKindChanged, "kind-changed"),
        Loss::CounterShifts => (Text::LossCounterShifts, "counter-shifts"),
        Loss::CounterReset => (Text::LossCounterReset, "counter-reset"),
        Loss::Misread => (Text::LossMisread, "misread"),
        Loss::NameChanged => (Text::LossNameChanged, "name-changed"),
        Loss::DetailsLeftOut => (Text::LossDetails, "details-left-out"),
        _ => (Text::LossLeftOut, "left-out"),
    }
}

/// In what an entry differs; the second is for scripts.
pub const fn difference(difference: Difference) -> (Text, &'static str) {
    match difference {
        Difference::Key => (Text::DiffersKey, "key"),
        Difference::Parameters => (Text::DiffersParameters, "parameters"),
        Difference::Counter { .. } => (Text::DiffersCounter, "counter"),
        Difference::Names => (Text::DiffersNames, "names"),
    }
}

/// What a backup has of an entry; the second is for scripts.
pub const fn backup(state: BackupState) -> (Text, &'static str) {
    match state {
        BackupState::Complete => (Text::BackupEntryComplete, "complete"),
        BackupState::CounterBehind => (Text::BackupCounterBehind, "counter-behind"),
        BackupState::OtherParameters => (Text::BackupOtherParameters, "other-parameters"),
        BackupState::Missing => (Text::BackupMissing, "missing"),
    }
}
