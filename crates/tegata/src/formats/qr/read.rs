//! Finding QR codes in a picture: a photograph, or a screenshot with several of them.

use super::super::{Format, ReadError, limits};
use image::imageops::{self, FilterType};
use image::{DynamicImage, GrayImage, ImageFormat, ImageReader, Limits, Luma};
use rqrr::PreparedImage;
use std::io::Cursor;
use zeroize::Zeroizing;

/// The most codes of one picture that are looked at.
const MOST_CODES: usize = 100;

/// Pictures below this side are searched at twice the size too, others at half.
const SMALL: u32 = 1200;

/// What is darker counts as black in a screenshot.
const BLACK: u8 = 128;

/// The texts of all codes that are found, from the top to the bottom.
///
/// # Errors
/// [`ReadError::TooLarge`], [`ReadError::Damaged`].
pub(in super::super) fn read(picture: &[u8]) -> Result<Vec<Zeroizing<String>>, ReadError> {
    let mut gray = decode(picture)?;
    let mut found = Search::default();
    found.everywhere(&gray);
    if found.codes.is_empty() {
        // Dark designs draw codes light on dark.
        imageops::invert(&mut gray);
        found.everywhere(&gray);
    }
    let mut codes = found.codes;
    codes.sort_by_key(|(top, _)| *top);
    Ok(codes.into_iter().map(|(_, text)| text).collect())
}

fn decode(picture: &[u8]) -> Result<GrayImage, ReadError> {
    // A damaged picture is called a damaged list of URIs: pictures are no format of their own.
    let damaged = |_| ReadError::Damaged(Format::UriList);
    let format = image::guess_format(picture).map_err(|_| ReadError::NotRecognised)?;
    if !matches!(format, ImageFormat::Png | ImageFormat::Jpeg) {
        return Err(ReadError::NotRecognised);
    }
    let reader = || {
        let mut reader = ImageReader::with_format(Cursor::new(picture), format);
        reader.limits(bounds());
        reader
    };
    let (width, height) = reader().into_dimensions().map_err(damaged)?;
    let too_large = width > limits::PICTURE_SIDE
        || height > limits::PICTURE_SIDE
        || u64::from(width) * u64::from(height) > limits::PICTURE_DOTS;
    if too_large {
        return Err(ReadError::TooLarge);
    }
    reader()
        .decode()
        .map(|image| on_white(&image))
        .map_err(damaged)
}

fn bounds() -> Limits {
    let mut bounds = Limits::default();
    bounds.max_image_width = Some(limits::PICTURE_SIDE);
    bounds.max_image_height = Some(limits::PICTURE_SIDE);
    bounds.max_alloc = Some(limits::PICTURE_MEMORY);
    bounds
}

/// In shades of gray; what is transparent is white.
fn on_white(image: &DynamicImage) -> GrayImage {
    if !image.color().has_alpha() {
        return image.to_luma8();
    }
    let with_alpha = image.to_luma_alpha8();
    GrayImage::from_fn(with_alpha.width(), with_alpha.height(), |x, y| {
        let [shade, alpha] = with_alpha.get_pixel(x, y).0;
        let (shade, alpha) = (u16::from(shade), u16::from(alpha));
        let mixed = (shade * alpha + 255 * (255 - alpha)) / 255;
        Luma([u8::try_from(mixed).unwrap_or(255)])
    })
}

/// Codes that were found, each with the height at which it stands.
#[derive(Default)]
struct Search {
    codes: Vec<(u32, Zeroizing<String>)>,
}

impl Search {
    /// Looks at the whole, at the whole in another size, and at parts: with many codes in one
    /// picture, corners of different ones are taken for one.
    fn everywhere(&mut self, gray: &GrayImage) {
        self.whole(gray, |y| y);
        let (width, height) = gray.dimensions();
        let scaled = |width: u32, height: u32| {
            imageops::resize(gray, width.max(1), height.max(1), FilterType::Triangle)
        };
        if width.max(height) < SMALL {
            self.whole(&scaled(width * 2, height * 2), |y| y / 2);
            self.parts(gray, |y| y);
        } else {
            let half = scaled(width / 2, height / 2);
            self.whole(&half, |y| y * 2);
            self.parts(&half, |y| y * 2);
        }
    }

    /// Nine parts that overlap by half.
    fn parts(&mut self, gray: &GrayImage, height_of: impl Fn(u32) -> u32 + Copy) {
        let (width, height) = (gray.width() / 2, gray.height() / 2);
        for part in 0..9 {
            let (left, top) = (part % 3 * (width / 2), part / 3 * (height / 2));
            let part = imageops::crop_imm(gray, left, top, width, height).to_image();
            self.whole(&part, |y| height_of(y + top));
        }
    }

    /// Once with a fixed border between black and white, for screenshots, once with one that
    /// follows the light, for photographs.
    fn whole(&mut self, gray: &GrayImage, height_of: impl Fn(u32) -> u32) {
        let (width, height) = gray.dimensions();
        let (Ok(width), Ok(height)) = (usize::try_from(width), usize::try_from(height)) else {
            return;
        };
        // The finder looks around each dot and wants some.
        if width < 21 || height < 21 {
            return;
        }
        let dots = gray.as_raw();
        let shade = |x: usize, y: usize| dots.get(y * width + x).copied().unwrap_or(255);
        let is_black = |x: usize, y: usize| shade(x, y) < BLACK;
        for mut prepared in [
            PreparedImage::prepare_from_bitmap(width, height, is_black),
            PreparedImage::prepare_from_greyscale(width, height, shade),
        ] {
            for grid in prepared.detect_grids() {
                let Ok((_, text)) = grid.decode() else {
                    continue;
                };
                let text = Zeroizing::new(text);
                let known = self.codes.iter().any(|(_, known)| *known == text);
                if !known && self.codes.len() < MOST_CODES {
                    let [corner, ..] = grid.bounds;
                    let top = u32::try_from(corner.y).unwrap_or(0);
                    self.codes.push((height_of(top), text));
                }
            }
        }
    }
}
