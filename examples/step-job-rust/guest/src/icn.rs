//! The host functions that this guest calls, made safe.

mod host {
    #[link(wasm_import_module = "icn")]
    unsafe extern "C" {
        pub fn input_size(index: u32) -> i64;
        pub fn input_read(index: u32, offset: u64, pointer: *mut u8, capacity: usize) -> i32;
        pub fn output_write(name: *const u8, name_length: usize, pointer: *const u8, length: usize) -> i32;
        pub fn partial_output(
            id: *const u8,
            id_length: usize,
            format: *const u8,
            format_length: usize,
            pointer: *const u8,
            length: usize,
        ) -> i32;
        pub fn progress(
            percent: u32,
            stage: *const u8,
            stage_length: usize,
            message: *const u8,
            message_length: usize,
        );
    }
}

/// The whole of an input; `None` where there is no such input.
pub fn input(index: u32) -> Option<Vec<u8>> {
    let size = usize::try_from(unsafe { host::input_size(index) }).ok()?;
    let mut bytes = vec![0; size];
    unsafe { host::input_read(index, 0, bytes.as_mut_ptr(), size) };
    Some(bytes)
}

/// Adds bytes to the output of that name; false where the job has no such output.
pub fn output(name: &str, bytes: &[u8]) -> bool {
    unsafe { host::output_write(name.as_ptr(), name.len(), bytes.as_ptr(), bytes.len()) >= 0 }
}

/// Hands out a piece of the result before the end.
pub fn partial_output(id: &str, format: &str, bytes: &[u8]) {
    unsafe {
        host::partial_output(
            id.as_ptr(),
            id.len(),
            format.as_ptr(),
            format.len(),
            bytes.as_ptr(),
            bytes.len(),
        )
    };
}

/// Says how far the job is, in hundredths of a percent.
pub fn progress(percent: u32, stage: &str, message: &str) {
    unsafe { host::progress(percent, stage.as_ptr(), stage.len(), message.as_ptr(), message.len()) }
}
