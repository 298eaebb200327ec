#include <cstdint>
#include <stdexcept>
#include <vector>

// The inner index is outside, so that memory is read in order and several columns are computed at
// once. Each sum still runs over it in ascending order: the same roundings.
std::vector<std::vector<double>> matrix_product(const std::vector<std::vector<double>>& left,
                                                const std::vector<std::vector<double>>& right) {
  if (!left.empty() && left[0].size() != right.size()) {
    throw std::invalid_argument("the inner sizes differ");
  }
  const std::size_t columns = right.empty() ? 0 : right[0].size();
  std::vector<std::vector<double>> product(left.size(), std::vector<double>(columns, 0.0));
  for (std::size_t row = 0; row < left.size(); ++row) {
    double* __restrict line = product[row].data();
    for (std::size_t inner = 0; inner < right.size(); ++inner) {
      const double factor = left[row][inner];
      const double* __restrict other = right[inner].data();
      for (std::size_t column = 0; column < columns; ++column) line[column] += factor * other[column];
    }
  }
  return product;
}
